import { EnvValue } from '../kube/env-value';
import { type SecretKey } from '../kube/secret-key';
import { type AppMode } from './app-mode';
import { type KotaemonAppProps } from './kotaemon-app-props';
import { OVERRIDE_MODULE } from './python/files';

/** Directory of the image with all persistent data. */
export const DATA_PATH = '/app/ktem_app_data';

/** Hugging Face cache. The image's settings set this path and override the environment. */
export const HUGGING_FACE_PATH = `${DATA_PATH}/huggingface`;

export const NLTK_PATH = '/models/nltk';
export const DRIVER_PATH = '/opt/driver';
export const OVERRIDE_PATH = '/etc/kotaemon';
export const APP_PORT = 7860;

/** Returns the environment variables that all apps have. */
export function appEnvironment(props: KotaemonAppProps, mode: AppMode, adminPassword: SecretKey): Record<string, EnvValue> {
  return {
    ...plain({
      THEFLOW_SETTINGS_MODULE: OVERRIDE_MODULE,
      PYTHONPATH: `${OVERRIDE_PATH}:/app`,
      GRADIO_SERVER_NAME: '0.0.0.0',
      GRADIO_SERVER_PORT: String(APP_PORT),
      HOME: '/tmp',
      USER: 'kotaemon',
      MPLCONFIGDIR: '/tmp/matplotlib',
      // Disables telemetry and downloads. A network policy drops their packets, so that each would wait for a timeout.
      GRADIO_ANALYTICS_ENABLED: 'False',
      ANONYMIZED_TELEMETRY: 'False',
      DO_NOT_TRACK: 'true',
      SCARF_NO_ANALYTICS: 'true',
      HF_HUB_OFFLINE: '1',
      TRANSFORMERS_OFFLINE: '1',
      ...graphVariables(props),
      ...(props.nltkData && { NLTK_DATA: NLTK_PATH }),
    }),
    ...mode._parts.environment,
    ...(mode._parts.hasFirstUser && {
      KH_FEATURE_USER_MANAGEMENT_ADMIN: EnvValue.value(props.adminUser ?? 'admin'),
      KH_FEATURE_USER_MANAGEMENT_PASSWORD: adminPassword.asEnvValue(),
    }),
  };
}

/** Returns the additional environment variables for external state. */
export function externalEnvironment({ graphIndexes = false, image }: KotaemonAppProps): Record<string, EnvValue> {
  return plain({
    PYTHONPATH: `${OVERRIDE_PATH}:/app:${DRIVER_PATH}`,
    // Uploads are read by path, on the pod that handles the event.
    GRADIO_TEMP_DIR: `${DATA_PATH}/gradio_tmp`,
    KOTAEMON_IMAGE: image,
    KOTAEMON_GRAPH_INDEXES: String(graphIndexes),
    ...graphVariables({ graphIndexes }),
  });
}

function graphVariables({ graphIndexes }: Pick<KotaemonAppProps, 'graphIndexes'>): Record<string, string> {
  return graphIndexes === false ? { USE_MS_GRAPHRAG: 'false', USE_LIGHTRAG: 'false', USE_NANO_GRAPHRAG: 'false', USE_GLOBAL_GRAPHRAG: 'false' } : {};
}

function plain(values: Record<string, string>): Record<string, EnvValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, EnvValue.value(value)]));
}
