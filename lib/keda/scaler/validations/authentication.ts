import { type TriggerProblem } from '../problem';
import { type Settings } from '../read-settings';

const GROUP = 'authentication.Config';

/** Settings that each mode of HTTP authentication needs. */
const NEEDED: Readonly<Record<string, readonly (readonly [group: string, setting: string])[]>> = {
  bearer: [[GROUP, 'bearerToken']],
  basic: [['authentication.BasicAuth', 'username']],
  tls: [['authentication.CertAuth', 'cert'], ['authentication.CertAuth', 'key']],
  oauth: [['authentication.OAuth', 'oauthTokenURI'], ['authentication.OAuth', 'clientID']],
  custom: [['authentication.CustomAuth', 'customAuthHeader'], ['authentication.CustomAuth', 'customAuthValue']],
  apiKey: [['authentication.APIKeyAuth', 'apiKey']],
};

/** The modes of an authentication; undefined where they cannot be seen. */
export function authModes(settings: Settings, minor: number): readonly string[] | undefined {
  return settings.group(GROUP).list(minor >= 18 ? 'authModes' : 'authModes');
}

/**
 * Yields the missing settings of authentication modes.
 *
 * @param allowed modes that the scaler accepts; enforced from KEDA 2.21 on.
 */
export function* authentication(settings: Settings, minor: number, allowed?: readonly string[], modes = authModes(settings, minor)): Iterable<TriggerProblem> {
  if (!modes || modes.length === 0) return;
  if (allowed && minor >= 21) {
    const stranger = modes.find((mode) => !allowed.includes(mode));
    if (stranger !== undefined) yield { setting: 'authModes', message: `has ${stranger}, which this scaler does not take; use ${allowed.join(' or ')}` };
  }
  for (const mode of modes) {
    const needed = [...(Object.hasOwn(NEEDED, mode) ? NEEDED[mode] : []), ...(mode === 'oauth' && minor < 20 ? [['authentication.OAuth', 'clientSecret'] as const] : [])];
    for (const [group, setting] of needed) {
      if (!settings.group(group).has(setting)) yield { message: `has authModes ${mode} without ${setting}; add it to the authenticationRef` };
    }
  }
}
