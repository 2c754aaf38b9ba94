import { validateHpa } from '../../lib/hpa/validation/validate-hpa';
import { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import { KubernetesVersion } from '../../lib/values/kubernetes-version';
import { type Json, resourcePath } from './api-client';
import { randomHpa } from './random-hpa';
import { client, MINOR } from './running';

const COUNT = Number(process.env.RANDOM_HPAS ?? 2000);
const SEED = Number(process.env.SEED ?? 1);
const AT_ONCE = 16;

interface Verdict {
  readonly accepted: boolean;
  /** The fields that are named; of what cannot be decoded, the message, save for where in a time its parser stopped. */
  readonly fields: readonly string[];
}

async function serverVerdict(hpa: Json): Promise<Verdict> {
  const path = `${resourcePath('autoscaling/v2', 'horizontalpodautoscalers', 'default')}?dryRun=All&fieldValidation=Strict`;
  const { status, body } = await client.send('POST', path, JSON.stringify(hpa));
  if (status < 300) return { accepted: true, fields: [] };
  const causes: Json[] = body.details?.causes ?? [];
  return { accepted: false, fields: causes.length > 0 ? [...new Set(causes.map(({ field }) => field as string))].sort() : [body.message.replace(/: cannot parse ".*" as ".*"$/, '')] };
}

function ourVerdict(hpa: Json): Verdict {
  const problems = validateHpa(hpa, KubernetesVersion.of(`1.${MINOR}`));
  return { accepted: problems.length === 0, fields: [...new Set(problems.map(({ field, message }) => field || message))].sort() };
}

describe('a random HPA', () => {
  test('is accepted or refused by the checks as by the API server, for the same fields', async () => {
    const random = new RandomStream(SEED, 'hpa');
    const hpas = Array.from({ length: COUNT }, () => randomHpa(random, MINOR));
    const different: string[] = [];
    let accepted = 0;
    for (let i = 0; i < hpas.length; i += AT_ONCE) {
      await Promise.all(hpas.slice(i, i + AT_ONCE).map(async (hpa) => {
        const [server, ours] = [await serverVerdict(hpa), ourVerdict(hpa)];
        if (server.accepted) accepted++;
        if (JSON.stringify(server) !== JSON.stringify(ours)) different.push(JSON.stringify({ server, ours, hpa }));
      }));
    }
    expect(different).toEqual([]);
    expect(accepted / COUNT).toBeGreaterThan(0.1);
    expect(accepted / COUNT).toBeLessThan(0.8);
  }, 600_000);
});
