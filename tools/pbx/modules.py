"""Which Asterisk modules are loaded: what calls, phones and audio need, and nothing else.

A short list starts in a second and keeps unrelated warnings out of the log.
"""

BASE = """
res_timing_timerfd res_pjproject res_sorcery_config res_sorcery_memory res_sorcery_astdb
res_pjsip res_pjsip_session res_pjsip_sdp_rtp res_pjsip_registrar
res_pjsip_authenticator_digest res_pjsip_outbound_authenticator_digest
res_pjsip_endpoint_identifier_ip res_pjsip_endpoint_identifier_user res_pjsip_caller_id
res_pjsip_diversion res_pjsip_dtmf_info res_pjsip_pubsub res_pjsip_refer res_pjsip_rfc3326
res_pjsip_nat res_pjsip_header_funcs res_pjsip_logger res_pjsip_dlg_options
chan_pjsip res_rtp_asterisk chan_bridge_media
bridge_simple bridge_softmix bridge_holding bridge_native_rtp bridge_builtin_features
bridge_builtin_interval_features res_musiconhold res_parking
codec_ulaw codec_alaw codec_gsm codec_resample format_pcm format_sln format_wav format_gsm
app_dial app_stack app_verbose app_userevent app_echo app_milliwatt app_playback app_read
app_mixmonitor app_originate app_exec app_while app_waituntil app_senddtmf app_bridgewait
app_chanspy app_controlplayback app_blind_transfer app_attended_transfer app_softhangup
app_channelredirect app_directed_pickup app_playtones app_record app_sayunixtime app_transfer
app_db func_db
func_callerid func_channel func_cut func_devstate func_dialplan func_env func_export
func_global func_groupcount func_hangupcause func_lock func_logic func_math func_md5
func_pjsip_aor func_pjsip_contact func_pjsip_endpoint func_rand func_sha1 func_sorcery
func_sprintf func_strings func_timeout func_uri func_module func_volume func_periodic_hook
pbx_config
""".split()


def modules_conf(extra: tuple[str, ...]) -> str:
    """The text of modules.conf: the base list and `extra` modules (names without `.so`)."""
    lines = ["[modules]", "autoload = no"]
    lines += [f"load = {name}.so" for name in (*BASE, *extra)]
    return "\n".join(lines) + "\n"
