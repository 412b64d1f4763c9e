//! Which contact a channel belongs to: a caller's whole visit, in queues or not.
//!
//! The contact's number is attached to the caller's channel, in the place of a pointer, and goes
//! where the host moves the caller: through redirects, transfers and masquerades. The channel's end
//! is the contact's. When a caller takes the place of another channel that is a caller too, as in
//! an attended transfer to a queue, the two visits become one.
//!
//! Legs inherit the number as a variable. A leg of an agent means the contact of whom it talks to,
//! so that it is right after a transfer as well; a channel that means none gets one of its own. The
//! open line of an agent who has called is never a caller's: it gets none, and between calls it
//! means the one that its agent is in after-call time of.

use std::ffi::c_void;
use std::ptr::{self, NonNull};

use super::channel::Channel;
use super::connected::lines;
use super::entrance::entrance;
use super::leg_tags;
use super::locked_channel::LockedChannel;
use super::macros::{FILE, FUNCTION};
use super::sys;
use crate::driver::{Refusal, Tagged, forget_contact, open_contact, tags_of_contact};
use crate::engine::{ContactId, Tags};
use crate::ffi::guard::guard;

/// Variable by which legs and the dialplan know the contact.
pub(super) const CONTACT_VARIABLE: &str = "__ACDCONTACT";

/// How the attachment is recognised: by the address of this structure.
struct Kind(sys::ast_datastore_info);

// SAFETY: never written; the pointers in it are literals and functions.
unsafe impl Sync for Kind {}

static KIND: Kind = Kind(sys::ast_datastore_info {
    type_: c"acd-contact".as_ptr(),
    // Not passed on to legs that the channel creates: those are not the caller.
    duplicate: None,
    destroy: Some(destroyed),
    chan_fixup: Some(moved),
    chan_breakdown: None,
});

/// The contact that a channel means; a new one where it means none. `None`: the line of an agent
/// without a call, no memory, or more contacts than may be.
pub(super) fn contact_of(channel: &Channel) -> Option<ContactId> {
    let is_caller = || lines::agent_on(channel).is_none();
    known_contact_of(channel).or_else(|| is_caller().then(|| open(channel)).flatten())
}

/// The contact that a channel means, if it means one.
pub(super) fn known_contact_of(channel: &Channel) -> Option<ContactId> {
    let own_one = own(&channel.lock()).filter(|_| lines::agent_on(channel).is_none());
    own_one
        .or_else(|| peer_of(channel).and_then(|peer| own(&peer.lock())))
        .or_else(|| inherited(channel))
}

/// Whose tags a channel means: those of its contact, or on the line of an agent between calls those
/// of the last call.
///
/// # Errors
/// As for [`contact_of`].
pub(super) fn tagged(channel: &Channel) -> Result<Tagged, Refusal> {
    let contact = contact_of(channel).map(Tagged::Contact);
    let last_call = || lines::agent_on(channel).map(Tagged::Agent);
    contact.or_else(last_call).ok_or(Refusal::NoContact)
}

/// The tags of the contact that a channel means.
pub(super) fn tags_of(channel: &Channel) -> Tags {
    let known = known_contact_of(channel).and_then(tags_of_contact);
    known.unwrap_or_default()
}

/// A conversation of this contact with this leg is over for the one who began it. If another caller
/// talks on, who has taken that place by an attended transfer, both visits are one from now on.
pub(super) fn join_after_transfer(former: Option<ContactId>, leg: &Channel) {
    let present = peer_of(leg).and_then(|peer| own(&peer.lock()));
    if let (Some(former), Some(present)) = (former, present) {
        join(former, present);
    }
}

fn join(former: ContactId, present: ContactId) {
    if let Some(entrance) = entrance().filter(|_| former != present) {
        entrance.join_contacts(former, present);
        leg_tags::joined(former, present);
    }
}

fn inherited(channel: &Channel) -> Option<ContactId> {
    let number = channel.variable(CONTACT_VARIABLE).ok().flatten()?;
    let contact = ContactId(number.parse().ok()?);
    tags_of_contact(contact).map(|_| contact)
}

fn peer_of(channel: &Channel) -> Option<Channel> {
    // SAFETY: a live channel that this thread has not locked.
    let peer = unsafe { sys::ast_channel_bridge_peer(channel.as_ptr()) };
    // SAFETY: the call returned a reference of its own.
    NonNull::new(peer).map(|peer| unsafe { Channel::owned(peer) })
}

fn own(channel: &LockedChannel<'_>) -> Option<ContactId> {
    let found = attached(channel)?;
    // SAFETY: the lock keeps the attachment in place.
    let number = unsafe { found.as_ref() }.data.addr();
    u64::try_from(number).ok().map(ContactId)
}

fn attached(channel: &LockedChannel<'_>) -> Option<NonNull<sys::ast_datastore>> {
    // SAFETY: locked; the structure is static.
    let found = unsafe {
        sys::ast_channel_datastore_find(channel.as_ptr(), &raw const KIND.0, ptr::null())
    };
    NonNull::new(found)
}

/// Makes the channel a contact of its own.
fn open(channel: &Channel) -> Option<ContactId> {
    let contact = open_contact(&channel.name())?;
    let number = usize::try_from(contact.0).ok()?;
    // No module handle: the callbacks stay in memory, as the whole module does.
    // SAFETY: the structure is static and the texts are literals.
    let made = unsafe {
        sys::__ast_datastore_alloc(
            &raw const KIND.0,
            ptr::null(),
            ptr::null_mut(),
            FILE.as_ptr(),
            0,
            FUNCTION.as_ptr(),
        )
    };
    let Some(mut made) = NonNull::new(made) else {
        forget_contact(contact);
        return None;
    };
    // SAFETY: new and ours until it is attached.
    unsafe { made.as_mut() }.data = ptr::without_provenance_mut::<c_void>(number);
    {
        let locked = channel.lock();
        // SAFETY: locked; the channel takes it over.
        unsafe { sys::ast_channel_datastore_add(locked.as_ptr(), made.as_ptr()) };
    }
    if let Err(error) = channel.set_variable(CONTACT_VARIABLE, &contact.to_string()) {
        tracing::error!("{error}");
    }
    Some(contact)
}

fn contact_in(data: *mut c_void) -> Option<ContactId> {
    let number = u64::try_from(data.addr()).ok().filter(|number| *number > 0);
    number.map(ContactId)
}

/// The caller's channel is gone.
unsafe extern "C" fn destroyed(data: *mut c_void) {
    guard("end of a contact", (), || {
        let Some(contact) = contact_in(data) else {
            return;
        };
        match entrance() {
            Some(entrance) => entrance.contact_gone(contact),
            None => forget_contact(contact),
        }
    });
}

/// The caller is about to take the place of another channel; both are locked. That channel keeps
/// one visit: this one.
unsafe extern "C" fn moved(
    data: *mut c_void,
    _from: *mut sys::ast_channel,
    into: *mut sys::ast_channel,
) {
    guard("move of a contact", (), || {
        let Some(contact) = contact_in(data) else {
            return;
        };
        // SAFETY: the host has locked the channel; the structure is static.
        let found =
            unsafe { sys::ast_channel_datastore_find(into, &raw const KIND.0, ptr::null()) };
        let Some(found) = NonNull::new(found) else {
            return;
        };
        // SAFETY: attached to a locked channel.
        let former = contact_in(unsafe { found.as_ref() }.data);
        // SAFETY: locked, and attached to this channel.
        unsafe { sys::ast_channel_datastore_remove(into, found.as_ptr()) };
        if let Some(former) = former {
            join(former, contact);
        }
        // SAFETY: no longer attached, so it is ours; its end is told as that of a caller.
        unsafe { sys::ast_datastore_free(found.as_ptr()) };
    });
}
