//! `kg check`

use super::settings::Context;
use super::{Exit, Result};
use kg::extract::Extractor;

/// Check the domain pack: its ontology, gazetteer and rules
///
/// A mistake is named with its file and line.
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(context: &Context, _args: Args) -> Result<Exit> {
    let pack = context.pack()?;
    Extractor::new(&pack)?;
    let rules: usize = pack.languages.iter().map(|l| l.rules.len()).sum();
    context.say(format_args!(
        "The pack has no mistakes: {} relations, {} classes, {} gazetteer entries, {rules} rule files.",
        pack.ontology.relations.len(),
        pack.ontology.classes.len(),
        pack.gazetteer.entries.len()
    ));
    Ok(Exit::Done)
}
