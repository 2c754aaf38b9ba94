import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';

/** Licences under which bundled code can be passed on with nothing but its notice. */
const PERMISSIVE = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];

/**
 * Notices of the packages whose code is in the bundle, as their licences ask for.
 *
 * @param folders folders of the packages, relative to the project.
 * @throws Error where a package has no licence text, or one that asks for more than a notice.
 */
export function notices(folders: readonly string[]): string {
  return folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    if (!PERMISSIVE.includes(license)) throw new Error(`${name} is under ${license}, which is none of ${PERMISSIVE.join(', ')}; keep it out of the bundle`);
    const file = readdirSync(join(ROOT, folder)).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined) throw new Error(`${name} has no licence text; keep it out of the bundle`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(ROOT, folder, file), 'utf8').trim()}\n`;
  }).join(`\n${'-'.repeat(80)}\n\n`);
}
