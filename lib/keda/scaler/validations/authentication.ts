import { type TriggerProblem } from '../problem';
import { type Settings } from '../read-settings';
import { type TriggerConfig } from '../trigger-config';

const GROUP = 'authentication.Config';

/** Required settings of each HTTP authentication mode. */
const NEEDED: Readonly<Record<string, readonly (readonly [group: string, setting: string])[]>> = {
  bearer: [[GROUP, 'bearerToken']],
  basic: [['authentication.BasicAuth', 'username']],
  tls: [['authentication.CertAuth', 'cert'], ['authentication.CertAuth', 'key']],
  oauth: [['authentication.OAuth', 'oauthTokenURI'], ['authentication.OAuth', 'clientID']],
  custom: [['authentication.CustomAuth', 'customAuthHeader'], ['authentication.CustomAuth', 'customAuthValue']],
  apiKey: [['authentication.APIKeyAuth', 'apiKey']],
};

/** Returns the authentication modes; undefined if they are unknown. */
export function authModes(settings: Settings, minor: number): readonly string[] | undefined {
  return settings.group(GROUP).list(minor >= 18 ? 'authModes' : 'authModes');
}

/**
 * Yields the missing settings of authentication modes.
 *
 * @param allowed modes that the scaler accepts; enforced since KEDA 2.21.
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

const OLD_NEEDS: Readonly<Record<string, readonly string[]>> = { bearer: ['bearerToken'], basic: ['username'], tls: ['cert', 'key'], custom: ['customAuthHeader', 'customAuthValue'], oauth: [] };
const ALONE: ReadonlySet<string> = new Set(['bearer', 'basic', 'oauth']);

/**
 * Yields the problems of authModes for a scaler that reads them by the code of earlier versions, which does not
 * support apiKey.
 */
export function* earlierAuthentication({ metadata, authentication: given }: TriggerConfig, more: readonly string[] = []): Iterable<TriggerProblem> {
  const modes = [...(Object.hasOwn(metadata, 'authModes') ? metadata.authModes.split(',').map((mode) => mode.trim()) : []), ...more];
  const stranger = modes.find((mode) => !Object.hasOwn(OLD_NEEDS, mode));
  if (stranger !== undefined) return yield { setting: 'authModes', message: `has "${stranger}", which is not one of ${Object.keys(OLD_NEEDS).join(', ')}` };
  for (const mode of modes) {
    const missing = OLD_NEEDS[mode].find((name) => !given.isOpen && (given.get(name) ?? '') === '');
    if (missing !== undefined) yield { message: `has authModes ${mode} without ${missing}; add it to the authenticationRef` };
  }
  const alone = new Set(modes.filter((mode) => ALONE.has(mode)));
  if (alone.size > 1) yield { setting: 'authModes', message: `has ${[...alone].join(' and ')}, of which only one may be given` };
}
