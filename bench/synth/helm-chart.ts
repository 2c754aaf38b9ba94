import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the one module from which the template is made. */
export const TEMPLATE_MODULE = 'module-0';

/** Writes a Helm chart whose one template holds the objects of a module, repeated for each of `modules`. */
export function writeHelmChart(folder: string, written: string): void {
  const template = written.replaceAll('{{', '{{ "{{" }}').replaceAll(TEMPLATE_MODULE, 'module-{{ $i }}');
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 1.0.0\n');
  writeFileSync(join(folder, 'values.yaml'), 'modules: 1\n');
  writeFileSync(join(folder, 'templates/modules.yaml'), `{{- range $i := until (int .Values.modules) }}\n---\n${template}{{- end }}\n`);
}
