//! `cargo xtask new`: creates the spec file of a new resource.

use std::process::ExitCode;

use codegen::{Report, output};
use lexopt::{Arg, Parser, ValueExt};

use crate::{Failure, directory, help, print, unexpected};

pub(crate) fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    let (mut resource, mut spec) = (None, None);
    let mut options = String::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Value(value) if resource.is_none() => resource = Some(value.string()?),
            Arg::Long("spec") => {
                spec = Some(directory::of_option(&mut arguments, "spec", &mut options)?);
            }
            Arg::Short('h') | Arg::Long("help") => return help(),
            other => return Err(unexpected(other)),
        }
    }
    let resource =
        resource.ok_or("give the name of the resource, such as `cargo xtask new parcels`")?;
    let directory = spec.unwrap_or_else(|| directory::of_this_repository("spec"));
    let file = match codegen::scaffold(&directory, &resource) {
        Ok(file) => file,
        Err(error) => {
            print::show(&*error.downcast::<Report>()?);
            return Ok(ExitCode::FAILURE);
        }
    };
    output::create(&file.path, &file.text)?;
    let out = if options.is_empty() { "" } else { " --out DIR" };
    print::say(format!(
        "{}: written; edit the examples, then run `cargo xtask codegen{options}{out}`",
        file.path.display()
    ))?;
    if !directory.join("schema.json").exists() {
        print::say(format!(
            "to get completion and checks in your editor, run `cargo xtask schema{options}`"
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
