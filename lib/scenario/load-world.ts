import { isFields, type Manifest } from '../manifest';
import { describeProblem } from '../manifest/parse';
import { readManifests, type ReadResult } from '../manifest/read';
import { UserError } from '../values/user-error';
import { type World } from '../simulator/world/world';
import { buildWorld, type WorldInput, type WorldVariant } from './build-world';
import { loadTraffic } from './load-traffic';
import { checkScenario } from './read-scenario';
import { readScenarioFile } from './read-scenario-file';
import { type Scenario } from './scenario';

/** Manifests, scenario and variant of a simulated cluster. */
export interface LoadWorldOptions extends WorldVariant {
  /** Manifest files and folders, or objects, such as `Testing.synth(chart)`. */
  readonly manifests: ReadonlyArray<string | object>;
  /** Path of a scenario, or the scenario itself. @default - defaults only */
  readonly scenario?: string | Scenario;
  /** Path of a recording, or the name of a generator. @default - the scenario's traffic */
  readonly trace?: string;
  /** Kubernetes version: '1.35'. @default - the scenario's, else 1.28 */
  readonly kubernetes?: string;
  /** KEDA version: '2.18'. @default - the newest known version */
  readonly keda?: string;
  /**
   * Autoscaler to simulate if a workload has several: 'web' or 'ScaledObject/web'.
   * @default - two autoscalers of one workload are an error
   */
  readonly autoscaler?: string;
  /** Simulation method. @default - the scenario's, else 'auto' */
  readonly method?: WorldInput['method'];
}

/**
 * Loads a simulated cluster from files, as `cdk8s-kotaemon simulate` does, for custom tests and sweeps.
 *
 * @throws UserError if a file cannot be read, or is invalid.
 */
export async function loadWorld(options: LoadWorldOptions): Promise<World> {
  const { trace, kubernetes, keda, autoscaler, method, load, seed } = options;
  const { scenario, folder } = typeof options.scenario === 'object' ? { scenario: checkScenario(options.scenario), folder: undefined } : readScenarioFile(options.scenario);
  const { manifests, sources } = await readAll(options.manifests);
  const traffic = await loadTraffic(scenario, trace, { folder });
  return buildWorld({ manifests, sources, scenario, traffic, kubernetes, keda, autoscaler, method }, { load, seed });
}

async function readAll(inputs: ReadonlyArray<string | object>): Promise<Pick<ReadResult, 'manifests' | 'sources'>> {
  const objects = inputs.filter((input): input is object => typeof input === 'object').map(requireManifest);
  const paths = inputs.filter((input): input is string => typeof input === 'string');
  if (paths.length === 0 && objects.length > 0) return { manifests: objects, sources: new Map() };
  const { manifests, problems, sources } = await readManifests(paths);
  if (problems.length > 0) throw UserError.ofLines(problems.map(describeProblem));
  return { manifests: [...objects, ...manifests], sources };
}

function requireManifest(object: object, position: number): Manifest {
  const { apiVersion, kind, metadata } = object as Partial<Manifest>;
  if (typeof apiVersion === 'string' && typeof kind === 'string' && isFields(metadata)) return object as Manifest;
  throw new UserError(`object ${position + 1} of manifests is not a Kubernetes object; it needs apiVersion, kind and metadata`);
}
