import { isQualifiedName } from '../../values/names';

const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

/** Whether a container can have a resource of this name: a standard one, huge pages, one of kubernetes.io, or an extended one that a quota could name. */
export function isContainerResource(name: string): boolean {
  if (!isQualifiedName(name)) return false;
  if (!name.includes('/')) return STANDARD.includes(name) || name.startsWith('hugepages-');
  return name.includes('kubernetes.io/') || (!name.startsWith('requests.') && isQualifiedName(`requests.${name}`));
}
