import { ApiClient } from './api-client';
import { type RunningControlPlane } from './control-plane';

/** The control plane that was started for this run of the tests. */
export const RUNNING: RunningControlPlane = JSON.parse(process.env.CONTROL_PLANE!);

/** As in 37 for Kubernetes 1.37.0. */
export const MINOR = Number(RUNNING.version.split('.')[1]);

export const client = new ApiClient(RUNNING);

afterAll(() => client.close());
