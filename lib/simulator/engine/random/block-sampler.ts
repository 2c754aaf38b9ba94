import { type Sampler } from './sampler';

const DRAWS = 64;

/**
 * Draws of a sampler with a random stream of its own, made in blocks: a loop over many costs less than a call for each.
 */
export class BlockSampler {
  private readonly block = new Float64Array(DRAWS);
  private next = DRAWS;

  public constructor(private readonly draw: Sampler) {}

  /** The next draw. */
  public take(): number {
    if (this.next === DRAWS) this.fill();
    return this.block[this.next++];
  }

  private fill(): void {
    const { block, draw } = this;
    for (let index = 0; index < DRAWS; index++) block[index] = draw();
    this.next = 0;
  }
}
