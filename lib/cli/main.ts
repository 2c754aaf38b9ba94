#!/usr/bin/env node
import { writeSync } from 'node:fs';
import { raiseInliningLimits } from '../simulator/engine/v8-inlining';
import { STATUS } from './io';
import { run } from './run';

raiseInliningLimits();

/**
 * Ends the process where its output cannot be written. A reader such as `head` may go away early, which is no failure.
 */
function endFor(error: NodeJS.ErrnoException, stream: string): never {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? STATUS.ok);
  try {
    writeSync(process.stderr.fd, `error: cannot write ${stream}: ${error.code === 'ENOSPC' ? 'no space is left on the device' : error.message}\n`);
  } catch {
    // Standard error cannot be written either; the status tells it.
  }
  process.exit(STATUS.misuse);
}

process.stdout.on('error', (error) => endFor(error, 'standard output'));
process.stderr.on('error', (error) => endFor(error, 'standard error'));

void run(process.argv.slice(2), { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env }).then((status) => {
  process.exitCode = status;
});
