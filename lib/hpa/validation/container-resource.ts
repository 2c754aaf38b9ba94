import { isQualifiedName } from '../../values/names';

const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

/**
 * Returns true for valid resource names of a container: standard, huge pages, of kubernetes.io, or an extended one that
 * a quota can name.
 */
export function isContainerResource(name: string): boolean {
  if (!isQualifiedName(name)) return false;
  if (!name.includes('/')) return STANDARD.includes(name) || name.startsWith('hugepages-');
  return name.includes('kubernetes.io/') || (!name.startsWith('requests.') && isQualifiedName(`requests.${name}`));
}
