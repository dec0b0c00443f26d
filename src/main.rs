//! The command line of `kg`: parse the arguments, run the command, print the error.

mod cli;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(cli::Cli::parse()) {
        Ok(code) => ExitCode::from(code as u8),
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kg: {error}");
            ExitCode::from(cli::Exit::Failed as u8)
        }
    }
}
