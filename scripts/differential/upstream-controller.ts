import { parseExactly } from '../conformance/json-cases';
import type { TrajectoryCase, TrajectoryInput, TrajectorySetting } from '../conformance/kinds/controller-trajectory';
import { exactJson } from './exact-json';
import { hpaManifest } from './hpa-manifest';
import { LineProgram } from './line-program';

export type Decision = TrajectoryCase['passes'][number]['expect'];

export interface World extends TrajectorySetting {
  readonly name: string;
  readonly passes: readonly TrajectoryInput[];
}

/** Controller that decides in the passes of a world. */
export interface Controller {
  play(world: World): Promise<Decision[]>;
}

/** Upstream's HPA controller as a process: a world goes in, and what was decided in each of its passes comes out. */
export class UpstreamController implements Controller {
  private readonly program: LineProgram;

  /** @param path of what scripts/programs/hpa-controller.sh built. */
  public constructor(path: string) {
    this.program = new LineProgram(path);
  }

  public async play({ hpa, parameters, passes }: World): Promise<Decision[]> {
    return parseExactly(await this.program.ask(exactJson({ hpa: hpaManifest(hpa), parameters, passes }))) as Decision[];
  }

  public stop(): void {
    this.program.stop();
  }
}
