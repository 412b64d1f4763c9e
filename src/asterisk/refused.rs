//! A registration that Asterisk refused.

/// Asterisk refused a registration, as it does when the name is taken.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("Asterisk refused to register {what}; is another module using the same name?")]
pub struct RegistryFull {
    /// What was refused, such as `application AcdQueue`.
    pub what: String,
}
