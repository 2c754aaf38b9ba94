import { EnvValue } from '../kube/env-value';
import { type SecretKey } from '../kube/secret-key';
import { type KotaemonAppProps } from './kotaemon-app-props';
import { OVERRIDE_MODULE } from './settings-override';

/** Where the image keeps everything that is to outlive a pod. */
export const DATA_PATH = '/app/ktem_app_data';

/** The app's settings force it, whatever the environment says. */
export const HUGGING_FACE_PATH = `${DATA_PATH}/huggingface`;

export const NLTK_PATH = '/models/nltk';
export const DRIVER_PATH = '/opt/driver';
export const OVERRIDE_PATH = '/etc/kotaemon';
export const APP_PORT = 7860;

/** What the app is told in any case. */
export function appEnvironment(props: KotaemonAppProps, adminPassword: SecretKey): Record<string, EnvValue> {
  return {
    ...plain({
      // What the image's launcher would set, which is left out: under it the app would never get the signal to stop.
      GRADIO_SERVER_NAME: '0.0.0.0',
      GRADIO_SERVER_PORT: String(APP_PORT),
      GRADIO_ANALYTICS_ENABLED: 'False',
      HOME: '/tmp',
      USER: 'kotaemon',
      MPLCONFIGDIR: '/tmp/matplotlib',
      KH_FEATURE_USER_MANAGEMENT: 'true',
      KH_FEATURE_USER_MANAGEMENT_ADMIN: props.adminUser ?? 'admin',
      // The image brings settings of a model that would have to run beside the app.
      LOCAL_MODEL: '',
      ...graphVariables(props),
      ...(props.nltkData && { NLTK_DATA: NLTK_PATH }),
      ...(props.huggingFaceCache && { HF_HUB_OFFLINE: '1', TRANSFORMERS_OFFLINE: '1' }),
    }),
    KH_FEATURE_USER_MANAGEMENT_PASSWORD: adminPassword.asEnvValue(),
  };
}

/** What the app is told besides, where its state is external. */
export function externalEnvironment({ graphIndexes = false }: KotaemonAppProps): Record<string, EnvValue> {
  return plain({
    THEFLOW_SETTINGS_MODULE: OVERRIDE_MODULE,
    PYTHONPATH: `${OVERRIDE_PATH}:/app:${DRIVER_PATH}`,
    // What a user has uploaded is read back by its path, on whichever pod.
    GRADIO_TEMP_DIR: `${DATA_PATH}/gradio_tmp`,
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
