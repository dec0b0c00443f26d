//! The queries that are part of the program: the files of `queries/`.

use super::Header;
use include_dir::{Dir, include_dir};

static QUERIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/queries");

/// A query of the library.
#[derive(Debug, Clone)]
pub struct Named {
    /// The file's name without `.rq`.
    pub name: String,
    pub header: Header,
    pub text: &'static str,
}

/// All of them, by name. A file with a mistake in its header is left out; a test sees to it that there is none.
pub fn library() -> Vec<Named> {
    let mut queries: Vec<Named> = QUERIES
        .files()
        .filter_map(|file| {
            let name = file.path().to_str()?.strip_suffix(".rq")?.to_owned();
            let text = file.contents_utf8()?;
            Some(Named { name, header: Header::parse(text).ok()?, text })
        })
        .collect();
    queries.sort_by(|a, b| a.name.cmp(&b.name));
    queries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Namespaces;

    #[test]
    fn every_query_has_a_title_and_is_valid_sparql() {
        let queries = library();
        assert_eq!(queries.len(), QUERIES.files().count(), "a header has a mistake");
        for query in queries {
            let name = &query.name;
            assert!(!query.header.title.is_empty() && !query.header.comment.is_empty(), "{name}");
            for param in &query.header.params {
                assert!(query.text.contains(&format!("${}", param.name)), "{name} does not use ${}", param.name);
                assert!(!param.description.is_empty(), "{name}: {}", param.name);
            }
            if let Err(error) = crate::query::run::check(query.text, &Namespaces::default()) {
                panic!("{name}: {error}");
            }
        }
    }
}
