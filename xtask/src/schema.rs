//! `cargo xtask schema`: writes the JSON Schema of the spec format.

use std::process::ExitCode;

use codegen::output;
use lexopt::{Arg, Parser};

use crate::{Failure, directory, help, print, unexpected};

pub(crate) fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    let (mut check, mut spec) = (false, None);
    let mut command = String::from("cargo xtask schema");
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("check") => check = true,
            Arg::Long("spec") => {
                spec = Some(directory::of_option(&mut arguments, "spec", &mut command)?);
            }
            Arg::Short('h') | Arg::Long("help") => return help(),
            other => return Err(unexpected(other)),
        }
    }
    let directory = spec.unwrap_or_else(|| directory::of_this_repository("spec"));
    if !directory.is_dir() {
        return Err(format!("the directory `{}` does not exist", directory.display()).into());
    }
    let path = directory.join("schema.json");
    let schema = codegen::schema();
    let shown = path.display();
    if !check {
        let changed = output::write(&path, &schema, &|line| print::tell(line))?;
        let what = if changed { "written" } else { "unchanged" };
        print::say(format!("{shown}: {what}"))?;
    } else if output::holds(&path, &schema)? {
        print::say(format!("{shown}: up to date"))?;
    } else {
        return Err(format!("{shown} is out of date; run `{command}`").into());
    }
    Ok(ExitCode::SUCCESS)
}
