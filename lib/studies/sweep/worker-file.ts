import { join } from 'node:path';

/**
 * Worker script. Compiled code has it in the same folder; source code has no loadable script. The single file that `npm
 * run onefile` writes is its own script, and replaces this module.
 */
export const WORKER_FILE: string | undefined = __filename.endsWith('.js') ? join(__dirname, 'worker.js') : undefined;
