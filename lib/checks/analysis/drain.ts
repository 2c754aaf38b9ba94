import { type Fields, listAt, numberAt } from '../../values/fields';
import { secondsOf } from './seconds';

/** Seconds that a preStop hook sleeps; undefined where it does not, or ends otherwise. */
export function drainSeconds(preStop: Fields | undefined): number | undefined {
  const action = numberAt(preStop, 'sleep', 'seconds');
  if (action !== undefined) return action;
  const command = listAt(preStop, 'exec', 'command').join(' ');
  // A sleep in the background, or one that a time-out ends, is no drain.
  if (/\btimeout\s/.test(command) || /sleep\s+[\d.]+[smh]?\s*&(?!&)/.test(command)) return undefined;
  const times = Array.from(command.matchAll(/\bsleep\s+(\d+(?:\.\d+)?[smh]?)(?=[\s;&|)"']|$)/g), ([, time]) => secondsOf(/\d$/.test(time) ? `${time}s` : time) ?? 0);
  if (times.length === 0) return undefined;
  // A script with branches is only certain to take its shortest pause.
  return /\b(?:if|case|while|for|until)\b|\|\|/.test(command) ? Math.min(...times) : times.reduce((sum, each) => sum + each);
}
