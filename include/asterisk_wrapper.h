/*
 * Every Asterisk header the module speaks to, in the order Asterisk wants them.
 *
 * The build reads this file twice: bindgen turns it into src/asterisk/sys.rs, keeping only what
 * include/asterisk_symbols.txt lists, and the C shim includes it for what only C can express.
 */
#ifndef ACD_ASTERISK_WRAPPER_H
#define ACD_ASTERISK_WRAPPER_H

#include <asterisk.h>

#include <asterisk/app.h>
#include <asterisk/ast_version.h>
#include <asterisk/astobj2.h>
#include <asterisk/audiohook.h>
#include <asterisk/bridge.h>
#include <asterisk/bridge_after.h>
#include <asterisk/bridge_basic.h>
#include <asterisk/bridge_channel.h>
#include <asterisk/bridge_features.h>
#include <asterisk/causes.h>
#include <asterisk/cdr.h>
#include <asterisk/cel.h>
#include <asterisk/channel.h>
#include <asterisk/callerid.h>
#include <asterisk/cli.h>
#include <asterisk/config.h>
#include <asterisk/datastore.h>
#include <asterisk/devicestate.h>
#include <asterisk/features.h>
#include <asterisk/file.h>
#include <asterisk/format_cap.h>
#include <asterisk/frame.h>
#include <asterisk/framehook.h>
#include <asterisk/json.h>
#include <asterisk/localtime.h>
#include <asterisk/logger.h>
#include <asterisk/manager.h>
#include <asterisk/max_forwards.h>
#include <asterisk/mixmonitor.h>
#include <asterisk/module.h>
#include <asterisk/musiconhold.h>
#include <asterisk/options.h>
#include <asterisk/paths.h>
#include <asterisk/pbx.h>
#include <asterisk/say.h>
#include <asterisk/sched.h>
#include <asterisk/stasis.h>
#include <asterisk/stasis_channels.h>
#include <asterisk/taskprocessor.h>
#include <asterisk/utils.h>

#endif
