import { ApiObject, type Chart } from 'cdk8s';
import { readFileSync } from 'node:fs';

/** The same objects as cdk8s takes them without anything between: literals, which BENCH_OBJECTS names. */
export function addModule(chart: Chart): void {
  const objects = JSON.parse(readFileSync(process.env.BENCH_OBJECTS ?? '', 'utf8'));
  objects.forEach((object: never, i: number) => new ApiObject(chart, `object-${i}`, object));
}
