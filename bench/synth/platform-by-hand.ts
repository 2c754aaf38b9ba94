import { ApiObject, type Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { readFileSync } from 'node:fs';
import { type Written } from './as-written-by-hand';

type L1 = new (chart: Chart, id: string, props: unknown) => ApiObject;

/** The same objects, written on cdk8s' L1: what BENCH_OBJECTS names. */
export function addModule(chart: Chart): void {
  const objects: Written[] = JSON.parse(readFileSync(process.env.BENCH_OBJECTS ?? '', 'utf8'));
  objects.forEach(({ construct, props }, i) => {
    const id = `object-${i}`;
    if (construct === undefined) new ApiObject(chart, id, props);
    else new (k8s as unknown as Record<string, L1>)[construct](chart, id, props);
  });
}
