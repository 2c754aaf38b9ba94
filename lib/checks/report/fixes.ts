import { isAbsolute, relative } from 'node:path';
import { withDifference } from '../../manifest/edit/differences';
import { editManifests, writtenAt } from '../../manifest/edit/edit-manifests';
import { unifiedDiff } from '../../manifest/edit/unified-diff';
import { type Manifest } from '../../manifest/manifest';
import { valueAt } from '../../values/fields';
import { type Fix } from '../rule/rule';
import { type ReportedFinding } from './check-report';

/** File content before and after its fixes. */
export interface FixedFile {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** Fixes for findings. */
export interface Fixes {
  readonly files: readonly FixedFile[];
  /** Number of findings that the fixes resolve. */
  readonly fixed: number;
  /** Number of findings with a fix that cannot be applied to a file. */
  readonly left: number;
}

/** Computes the fixes of all findings that have one, in the files that they were read from. */
export function fixesOf(findings: readonly ReportedFinding[], read: (file: string) => string): Fixes {
  const files = new Map<string, FixedFile>();
  /** Objects with the fixes applied so far. */
  const objects = new Map<Manifest, Manifest>();
  let [fixed, left] = [0, 0];
  for (const { finding: { fix, manifest, suppression }, source } of findings) {
    if (!fix || suppression !== undefined) continue;
    const file = source && isFile(source.file) ? files.get(source.file) ?? fresh(source.file, read(source.file)) : undefined;
    const before = objects.get(manifest) ?? manifest;
    const after = file && fixedObject(before, fix, file.after);
    const text = file && after && editManifests(file.after, [{ before, after }]);
    if (!file || !after || text === undefined) {
      left++;
      continue;
    }
    fixed++;
    objects.set(manifest, after);
    files.set(file.file, { ...file, after: text });
  }
  return { files: [...files.values()], fixed, left };
}

/** Formats a unified diff of a fixed file, for `git apply` and `patch -p1`. */
export function formatPatch({ file, before, after }: FixedFile): string {
  const path = (isAbsolute(file) ? relative(process.cwd(), file) : file).replaceAll('\\', '/').replace(/^\.\//, '');
  return unifiedDiff(path, before, after);
}

function isFile(file: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(file);
}

function fresh(file: string, text: string): FixedFile {
  return { file, before: text, after: text };
}

function fixedObject(manifest: Manifest, { path, set, quotes }: Fix, text: string): Manifest | undefined {
  const after = quotes ? writtenAt(text, manifest, path) : set;
  return quotes && after === undefined ? undefined : withDifference(manifest, { path, before: valueAt(manifest, ...path), after }) as Manifest | undefined;
}
