import { BOOTSTRAP } from './bootstrap';
import { METRICS } from './metrics';
import { OVERRIDES } from './overrides';
import { PROCESS } from './process';
import { STATE } from './state';

/** Settings module of theflow: the image's settings, with the overrides that the pod needs. */
export const OVERRIDE_MODULE = 'kh_overrides';

/** Program of the bootstrap init container, which prepares the database. */
export const BOOTSTRAP_FILE = 'kh_bootstrap.py';

/** Python files of all apps. */
export const OVERRIDE_FILES: Record<string, string> = { [`${OVERRIDE_MODULE}.py`]: OVERRIDES, 'kh_process.py': PROCESS, 'kh_metrics.py': METRICS };

/** Additional Python files for external state. */
export const EXTERNAL_STATE_FILES: Record<string, string> = { 'kh_state.py': STATE, [BOOTSTRAP_FILE]: BOOTSTRAP };
