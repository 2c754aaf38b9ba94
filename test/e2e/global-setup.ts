import { ControlPlane } from './control-plane';
import { recordManifests } from './recorded-manifests';

declare global {
  var controlPlane: ControlPlane | undefined;
}

/** One control plane for all test files; its address goes to their processes by the environment. */
export default async function setUp(): Promise<void> {
  const [plane] = await Promise.all([ControlPlane.start(), recordManifests()]);
  globalThis.controlPlane = plane;
  process.env.CONTROL_PLANE = JSON.stringify(plane.running);
}
