export { toEpoch } from './load-traffic';
export { buildWorld, type WorldInput, type WorldVariant } from './build-world';
export { requireAllAccepted } from './keda-acceptance';
export { type LoadedTraffic, loadTraffic, type TrafficContext } from './load-traffic';
export { checkScenario, readScenario } from './read-scenario';
export { readScenarioFile, type ScenarioFile } from './read-scenario-file';
export { commonScenario } from './common-workloads';
export { type Scenario } from './scenario';
export { recordingSource, type TraceSource } from './trace-source';
