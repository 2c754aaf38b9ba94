import { BOOTSTRAP } from './bootstrap';
import { METRICS } from './metrics';
import { OVERRIDES } from './overrides';
import { PROCESS } from './process';
import { STATE } from './state';

/** Module that theflow loads the settings from: those of the image, changed where they keep it from running. */
export const OVERRIDE_MODULE = 'kh_overrides';

/** Program of the init container that prepares the database. */
export const BOOTSTRAP_FILE = 'kh_bootstrap.py';

/** Python files that every app has. */
export const OVERRIDE_FILES: Record<string, string> = { [`${OVERRIDE_MODULE}.py`]: OVERRIDES, 'kh_process.py': PROCESS, 'kh_metrics.py': METRICS };

/** Python files that external state adds. */
export const EXTERNAL_STATE_FILES: Record<string, string> = { 'kh_state.py': STATE, [BOOTSTRAP_FILE]: BOOTSTRAP };
