import { type Manifest, nameOf, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { nearest } from '../../values/nearest';

/** Reference to an object that was not found. */
interface Missing {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/**
 * Number of objects above which no similar name is searched: each missing object compares its name with all of them.
 */
const MOST_CANDIDATES = 500;

/**
 * Question that ends a finding about a missing object, as in '; did you mean shop-checkout?'; '' where no object is
 * similar.
 *
 * Names are similar if a character or two differ, or one is the other with a prefix or a suffix, as a release name is.
 * An object of the same name in another namespace is named with its namespace.
 *
 * @param preferred objects that are asked for first, such as workloads without an autoscaler.
 */
export function didYouMean(manifests: ManifestIndex, { kind, name, namespace }: Missing, preferred: (manifest: Manifest) => boolean = () => true): string {
  const all = manifests.ofKind(kind);
  if (all.length > MOST_CANDIDATES) return '';
  const here = all.filter((each) => namespaceOf(each) === namespace);
  for (const candidates of [here.filter(preferred), here]) {
    const found = similar(name, candidates.map(nameOf));
    if (found !== undefined) return `; did you mean ${found}?`;
  }
  const elsewhere = all.find((each) => nameOf(each) === name);
  return elsewhere ? `; did you mean the one in namespace ${namespaceOf(elsewhere)}?` : '';
}

function similar(name: string, names: readonly string[]): string | undefined {
  const others = names.filter((each) => each !== name && each !== '');
  const affixed = others.filter((each) => isAffixed(each, name) || isAffixed(name, each));
  return nearest(name, others) ?? affixed.sort((a, b) => Math.abs(a.length - name.length) - Math.abs(b.length - name.length))[0];
}

function isAffixed(longer: string, shorter: string): boolean {
  return shorter.length >= 3 && (longer.endsWith(`-${shorter}`) || longer.startsWith(`${shorter}-`) || longer.includes(`-${shorter}-`));
}
