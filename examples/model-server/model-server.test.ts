import { loadWorld } from '../../lib/scenario/load-world';
import { summarize } from '../../lib/results/summarize';
import { simulate } from '../../lib/simulator/engine/simulate';

const scenario = 'examples/model-server/afternoon.yaml';
const load = () => loadWorld({ manifests: ['examples/model-server/chat.yaml'], scenario });

describe('a chat model under a growing load', () => {
  test('runs with the arguments of its manifest, and the assumptions list them', async () => {
    const world = await load();
    expect(world.workloads[0].service).toMatchObject({ kind: 'tokens', limits: { maxNumSeqs: 32 }, modelName: 'chat' });
    expect(world.assumptions.join('\n')).toContain('--max-num-seqs 32, --gpu-memory-utilization 0.9');
    expect(world.assumptions.join('\n')).toContain('no recorded run validates them for your GPU');
  });

  test('scales on its queue and KV cache before users wait long', async () => {
    const { workloads: [chat] } = summarize(simulate(await load()));
    expect(chat.replicas.peak).toBeGreaterThan(2);
    expect(chat.startUpSeconds.mean).toBeGreaterThan(60);
    expect(chat.tokens!.timeToFirstTokenSeconds.p50).toBeLessThan(3);
  });
});
