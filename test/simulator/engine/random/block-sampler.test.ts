import { BlockSampler } from '../../../../lib/simulator/engine/random/block-sampler';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';

describe('BlockSampler', () => {
  test('gives the draws of its sampler in their order', () => {
    const [alone, inBlocks] = [new RandomStream(1, 'draws'), new RandomStream(1, 'draws')];
    const sampler = new BlockSampler(() => inBlocks.exponential());
    for (let draw = 0; draw < 1000; draw++) expect(sampler.take()).toBe(alone.exponential());
  });
});
