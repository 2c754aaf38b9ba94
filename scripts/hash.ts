import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';

/** Hash of the names and contents of files of the project. */
export function hashOf(files: readonly string[]): string {
  return hashOfTexts(files.flatMap((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));
}

/** Hash of texts in their order. */
export function hashOfTexts(texts: readonly string[]): string {
  return texts.reduce((sum, text) => sum.update(text).update('\0'), createHash('sha256')).digest('hex');
}
