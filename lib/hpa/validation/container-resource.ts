import { isQualifiedName } from '../../values/names';

const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

/**
 * Returns true where a container can have a resource of this name: standard, huge pages, of kubernetes.io, or an
 * extended one that a quota can name.
 */
export function isContainerResource(name: string): boolean {
  if (!isQualifiedName(name)) return false;
  if (!name.includes('/')) return STANDARD.includes(name) || name.startsWith('hugepages-');
  return name.includes('kubernetes.io/') || (!name.startsWith('requests.') && isQualifiedName(`requests.${name}`));
}
