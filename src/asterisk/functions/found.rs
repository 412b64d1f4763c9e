//! How every function finds its field in a view.

use serde::Serialize;

use crate::asterisk::entrance::entrance;
use crate::asterisk::fields::Fields;
use crate::asterisk::function::FunctionError;
use crate::driver::{Entrance, Refusal};

/// The running driver.
pub(super) fn running() -> Result<Entrance, FunctionError> {
    Ok(entrance().ok_or(Refusal::Stopped)?)
}

/// The text of one field; an unknown one is refused with all that there are.
pub(super) fn field<T: Serialize>(view: &T, wanted: &str) -> Result<String, FunctionError> {
    let fields = Fields::of(view);
    fields.text(wanted).ok_or_else(|| {
        let names = fields.names();
        let what = match wanted {
            "" => "the field is missing".to_owned(),
            _ => format!("there is no field `{wanted}`"),
        };
        FunctionError::Expected(format!("{what}: expected one of {names}"))
    })
}

/// An argument that must be there.
pub(super) fn required<'a>(argument: &'a str, what: &str) -> Result<&'a str, FunctionError> {
    if argument.is_empty() {
        return Err(FunctionError::Expected(format!("{what} is missing")));
    }
    Ok(argument)
}
