import { type ClockOffset, type ClockRow } from './clock-table';
import { type Span } from './level-window';
import { runsOf } from './runs';

/**
 * Environment variables of the script: the table, minReplicas without an active schedule, and the name of the
 * autoscaler.
 */
export const CLOCK_SCRIPT_VARIABLES = { table: 'SCHEDULES', base: 'BASE_REPLICAS', autoscaler: 'AUTOSCALER' } as const;

/**
 * POSIX shell script that sets the minReplicas of an HPA to the level of the current time. All settings of a policy
 * are environment variables.
 *
 * It is stateless: it computes the level from the current time, so that the next run corrects a missed one.
 */
export const CLOCK_SCRIPT = String.raw`set -euf
export LC_ALL=C
now=$(($(date -u +%s) / 60))

# Whether number $1 lies in one of the ranges $2, as in 10-20,40-: the end is not in it.
within() {
  number=$1 separator=$IFS IFS=,
  set -- $2
  IFS=$separator
  for range; do
    from=${'$'}{range%-*} to=${'$'}{range#*-}
    if [ "$number" -ge "${'$'}{from:-0}" ] && { [ -z "$to" ] || [ "$number" -lt "$to" ]; }; then return 0; fi
  done
  return 1
}

# What the clocks are ahead of UTC now, out of $1, as in 60@0-100,200-/120@100-200.
offset_of() {
  separator=$IFS IFS=/
  set -- $1
  IFS=$separator
  for part; do
    offset=${'$'}{part%@*}
    if within "$now" "${'$'}{part#*@}"; then return; fi
  done
}

# The day of the month of day $1 since 1970, in a calendar whose years begin in March.
day_of_month() {
  era=$((($1 + 719468) % 146097))
  year=$(((era - era / 1460 + era / 36524 - era / 146096) / 365))
  day_of_year=$((era - 365 * year - year / 4 + year / 100))
  month=$(((5 * day_of_year + 2) / 153))
  echo $((day_of_year - (153 * month + 2) / 5 + 1))
}

acts() {
  if within "$now" "$also"; then return 0; fi
  offset_of "$offsets"
  reading=$((now + offset - start))
  day=$((reading / 1440))
  [ $((reading % 1440)) -lt "$length" ] || return 1
  within $(((day + 3) % 7 + 1)) "$weekdays" || return 1
  [ "$days_of_month" = - ] || within "$(day_of_month "$day")" "$days_of_month" || return 1
  within "$now" "$bounds" && ! within "$now" "$except"
}

floor=$BASE_REPLICAS
while read -r level start length weekdays days_of_month bounds except also offsets; do
  if [ "$level" -gt "$floor" ] && acts; then floor=$level; fi
done <<END
$SCHEDULES
END

kubectl="kubectl --cache-dir=/tmp/kubectl"
current=$($kubectl get horizontalpodautoscalers.v2.autoscaling "$AUTOSCALER" -o 'jsonpath={.spec.minReplicas}')
if [ "$current" = "$floor" ]; then
  echo "minReplicas of $AUTOSCALER is $floor"
else
  $kubectl patch horizontalpodautoscalers.v2.autoscaling "$AUTOSCALER" --type=merge -p "{\"spec\":{\"minReplicas\":$floor}}"
  echo "minReplicas of $AUTOSCALER was $current and is $floor"
fi
`;

const NONE = '0-0';

/** Formats the table for the script: one line per row, in minutes since 1970. */
export function clockScriptTable(rows: readonly ClockRow[]): string {
  return rows.map(({ level, start, length, weekdays, daysOfMonth, bounds, except, also, offsets }) => [
    level, start, length, places(weekdays), daysOfMonth ? places(daysOfMonth) : '-', range(bounds), ranges(except), ranges(also), offsets.map(offsetText).join('/'),
  ].join(' ')).join('\n');
}

function offsetText({ minutes, spans }: ClockOffset): string {
  return `${minutes}@${ranges(spans)}`;
}

function ranges(spans: readonly Span[]): string {
  return spans.length === 0 ? NONE : spans.map(range).join(',');
}

function range({ from, to }: Span): string {
  return `${from === -Infinity ? '' : from}-${to === Infinity ? '' : to}`;
}

/** Formats the selected positions as ranges, counted from 1. */
function places(chosen: readonly boolean[]): string {
  return ranges(runsOf(chosen).map(({ from, to }) => ({ from: from + 1, to: to + 1 })));
}
