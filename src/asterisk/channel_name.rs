//! What a channel's name says.

/// The device behind a channel: `PJSIP/1001` of `PJSIP/1001-0000001a`. A `Local` channel is no
/// phone.
pub fn device_of(channel: &str) -> Option<String> {
    let (device, _) = channel.rsplit_once('-')?;
    let (technology, _) = device.split_once('/')?;
    (!technology.eq_ignore_ascii_case("local")).then(|| device.to_owned())
}

#[cfg(test)]
mod tests {
    use super::device_of;

    #[test]
    fn a_channel_is_on_a_device_unless_it_is_local() {
        assert_eq!(
            device_of("PJSIP/desk-7-0000001a").as_deref(),
            Some("PJSIP/desk-7")
        );
        assert_eq!(device_of("Local/1001@agents-0000001a;1"), None);
        assert_eq!(device_of("Message/ast_msg_queue"), None);
        assert_eq!(device_of(""), None);
    }
}
