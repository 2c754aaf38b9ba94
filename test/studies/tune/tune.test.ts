import { tune } from '../../../lib/studies/tune/tune';
import { applyEdits } from '../../../lib/studies/tune/policy-draft';
import { DAY, hpa, shop, usualDay } from './shop';

const OPTIONS = { daySeconds: DAY };
const calm = Array.from({ length: DAY / 60 }, () => 8);
/** As many requests as a calm day, four fifths of them in three minutes. */
const burst = calm.map((_, minute) => (minute >= 6 && minute < 9 ? 33 : 1.7));

describe('a policy', () => {
  test('that wastes pods is replaced by a cheaper one that holds the SLO on judged days', async () => {
    const input = shop(Array.from({ length: 6 }, () => usualDay()));
    const result = await tune(input, { ...OPTIONS, settings: ['target'] });
    expect(result).toMatchObject({ decision: 'change', confidence: 'provisional', days: { fit: 2, choose: 1, judge: 3 }, costBasis: 'pod-hours' });
    expect(result.judgement!.saving.lower).toBeGreaterThan(0.03);
    expect(result.judgement!.met).toBe(true);
    expect(result.sentence).toMatch(/^provisional: .* on 3 judged days the proposed policy costs .* pod-hours a day instead of .* with 95 % confidence\) less, and holds the SLO for/);
    expect(applyEdits(input.manifests, result.change!.edits)).not.toEqual(input.manifests);
    expect(result.change!.stages.flat()).toEqual(result.change!.edits);
    expect(result.candidate!.edits).toEqual(result.change!.edits);
  });

  test('that holds the SLO on the first days by chance and misses it on the judged ones is not proposed', async () => {
    const lucky = [calm, calm, calm, burst, burst, burst];
    const autoscaler = hpa({ minReplicas: 5 });
    const result = await tune(shop(lucky, { autoscaler }), { ...OPTIONS, settings: ['bounds'] });
    expect(result.decision).toBe('keep');
    expect(result.change).toBeNull();
    expect(result.candidate!.settings).toMatchObject([{ setting: 'minReplicas', from: '5' }]);
    expect(result.sentence).toMatch(/^keep what you have: what was best on earlier days \(.*\) did not hold the SLO on the judged ones/);
    const onCalmDays = await tune(shop(lucky.map(() => calm), { autoscaler }), { ...OPTIONS, settings: ['bounds'] });
    expect(onCalmDays.decision).toBe('change');
  });
});
