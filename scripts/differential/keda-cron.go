// Built with KEDA's own cron scaler by scripts/programs/keda-cron.sh, with its clock made settable: reads triggers, one a line, and answers each with what its
// metric reads at its instants; with nothing where KEDA refuses the trigger.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/go-logr/logr"
	"github.com/kedacore/keda/v2/pkg/scalers/scalersconfig"
	"sigs.k8s.io/controller-runtime/pkg/log"
)

type trigger struct {
	Metadata map[string]string `json:"metadata"`
	// Unix seconds.
	Instants []int64 `json:"instants"`
}

var clock time.Time

func clockNow() time.Time { return clock }

func valuesOf(asked trigger) ([]int64, error) {
	scaler, err := NewCronScaler(&scalersconfig.ScalerConfig{TriggerMetadata: asked.Metadata})
	if err != nil {
		return nil, err
	}
	values := make([]int64, 0, len(asked.Instants))
	for _, instant := range asked.Instants {
		clock = time.Unix(instant, 0)
		metrics, _, err := scaler.GetMetricsAndActivity(context.Background(), "cron")
		if err != nil {
			return nil, err
		}
		values = append(values, metrics[0].Value.Value())
	}
	return values, nil
}

func main() {
	log.SetLogger(logr.Discard())
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 1 {
			var asked trigger
			if err := json.Unmarshal(line, &asked); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			values, err := valuesOf(asked)
			if err != nil {
				values = nil
			}
			text, _ := json.Marshal(values)
			fmt.Println(string(text))
		}
		if err != nil {
			return
		}
	}
}
