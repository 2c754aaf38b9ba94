import { join } from 'node:path';

/**
 * Script of a thread: compiled code has it beside itself; code that runs from source has nothing that a thread could
 * load. The single file that `npm run onefile` writes is its own script, and has another module in the place of this.
 */
export const WORKER_FILE: string | undefined = __filename.endsWith('.js') ? join(__dirname, 'worker.js') : undefined;
