import { EnvValue } from '../../kube/env-value';

/**
 * Environment variables of a Python program whose user has no home directory and whose root file system is read-only.
 * The program writes only to /tmp.
 */
export const PYTHON_ENVIRONMENT: Record<string, EnvValue> = plainEnvironment({
  HOME: '/tmp',
  // The user has no entry in the image's /etc/passwd, so that a lookup of its name would fail.
  USER: 'kotaemon',
  XDG_CACHE_HOME: '/tmp/.cache',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
});

export function plainEnvironment(values: Record<string, string>): Record<string, EnvValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, EnvValue.value(value)]));
}
