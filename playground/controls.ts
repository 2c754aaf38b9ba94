import { GENERATORS, type GeneratorName } from '../lib/traffic/generators';
import { element, sparkline } from './dom';
import { DEFAULT_NUMBERS, formatNumber, fromPosition, NUMBER_NAMES, type Numbers, type Recording, SLIDERS, toPosition } from './state';

/** Sliders of all numbers, and their values. */
export class Sliders {
  private readonly inputs = new Map<keyof Numbers, { readonly input: HTMLInputElement; readonly output: HTMLOutputElement }>();
  private readonly values: Record<keyof Numbers, number> = { ...DEFAULT_NUMBERS };

  public constructor(boxOf: (name: keyof Numbers) => HTMLElement, initial: Numbers, onChange: () => void) {
    for (const name of NUMBER_NAMES) {
      const { label, hint } = SLIDERS[name];
      const input = element('input', { type: 'range', min: 0, max: 400, step: 1, id: `slider-${name}`, 'aria-describedby': `hint-${name}` });
      const output = element('output', { for: `slider-${name}` });
      this.inputs.set(name, { input, output });
      input.addEventListener('input', () => {
        this.values[name] = fromPosition(name, Number(input.value));
        this.show(name);
        onChange();
      });
      boxOf(name).append(element('div', { class: 'slider' },
        element('label', { for: `slider-${name}` }, label), output, input, element('small', { id: `hint-${name}` }, hint)));
    }
    this.set(initial);
  }

  public get(): Numbers {
    return { ...this.values };
  }

  public set(numbers: Numbers): void {
    for (const name of NUMBER_NAMES) {
      this.values[name] = numbers[name];
      this.inputs.get(name)!.input.value = String(toPosition(name, numbers[name]));
      this.show(name);
    }
  }

  private show(name: keyof Numbers): void {
    const { input, output } = this.inputs.get(name)!;
    const text = formatNumber(name, this.values[name]);
    output.textContent = text;
    input.setAttribute('aria-valuetext', text);
  }
}

const NAMES: Readonly<Record<GeneratorName, string>> = {
  'flash-sale': 'Flash sale', 'office-hours': 'Office hours', 'monday-morning': 'Monday morning', 'flat-noise': 'Flat, noisy', ramp: 'Ramp',
};
const POINTS = 60;

/** Choice of the traffic: a generator, or a recording once there is one. */
export class TrafficChoice {
  private recording: Recording | undefined;
  private readonly recorded: HTMLInputElement;
  private readonly recordedLabel: HTMLElement;

  public constructor(private readonly box: HTMLElement, onChange: () => void) {
    for (const [name, generator] of Object.entries(GENERATORS)) {
      const parameters = Object.fromEntries(Object.entries(generator.parameters).map(([key, parameter]) => [key, parameter.default]));
      const rateAt = generator.rate as (seconds: number, parameters: Readonly<Record<string, number>>) => number;
      const rates = Array.from({ length: POINTS }, (_, i) => rateAt((i / (POINTS - 1)) * parameters.duration, parameters));
      const most = Math.max(...rates);
      const hours = parameters.duration / 3600;
      box.append(this.option(name, NAMES[name as GeneratorName], `${hours} h, up to ${Math.round(most)}/s`, sparkline(rates.map((rate) => rate / most))));
    }
    const label = this.option('recording', 'Recording', 'drop or open a CSV file', undefined);
    box.append(label);
    this.recordedLabel = label.querySelector('small')!;
    this.recorded = label.querySelector('input')!;
    this.recorded.disabled = true;
    box.addEventListener('change', onChange);
  }

  public get(): GeneratorName | Recording {
    const chosen = this.box.querySelector<HTMLInputElement>('input:checked')?.value;
    return chosen === 'recording' && this.recording ? this.recording : chosen as GeneratorName;
  }

  public set(traffic: GeneratorName | Recording): void {
    if (typeof traffic !== 'string') {
      this.recording = traffic;
      this.recorded.disabled = false;
      this.recordedLabel.textContent = traffic.name;
    }
    const value = typeof traffic === 'string' ? traffic : 'recording';
    this.box.querySelectorAll('input').forEach((input) => {
      input.checked = input.value === value;
    });
  }

  private option(value: string, name: string, detail: string, drawing: SVGElement | undefined): HTMLElement {
    return element('label', { class: 'choice' }, element('input', { type: 'radio', name: 'traffic', value }), element('span', {}, name), element('small', {}, detail), drawing);
  }
}
