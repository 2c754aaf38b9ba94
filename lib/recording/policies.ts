import { type RecordedPolicy } from './recording';
import { type RecordingTarget } from './targets';

/** Policy of the manifests as they are: taken to be in force from the start of the recording, though since when is unknown. */
export function presentPolicies(startEpochSeconds: number): (target: RecordingTarget) => RecordedPolicy[] {
  return ({ autoscaler }) => [{ fromEpochSeconds: startEpochSeconds, sinceUnknown: true, source: 'the manifests that were given', manifest: autoscaler }];
}
