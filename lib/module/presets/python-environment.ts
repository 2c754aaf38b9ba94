import { EnvValue } from '../../kube/env-value';

/** What a Python program needs under a user without a home and a root file system that can only be read: /tmp is all that it may write to. */
export const PYTHON_ENVIRONMENT: Record<string, EnvValue> = plainEnvironment({
  HOME: '/tmp',
  // The user has no entry in the image's list of users, so that whoever asks for its name would fail.
  USER: 'kotaemon',
  XDG_CACHE_HOME: '/tmp/.cache',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
});

export function plainEnvironment(values: Record<string, string>): Record<string, EnvValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, EnvValue.value(value)]));
}
