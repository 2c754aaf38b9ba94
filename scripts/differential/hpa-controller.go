// Built into upstream's own package by scripts/programs/hpa-controller.sh, with its clock made settable: plays worlds, one a line, and answers each with what the
// controller decided in its passes.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"strings"
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	apimeta "k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/runtime"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	autoscalingclient "k8s.io/client-go/kubernetes/typed/autoscaling/v2"
	scaleclient "k8s.io/client-go/scale"
	"k8s.io/client-go/tools/record"
	"k8s.io/component-base/featuregate"
	"k8s.io/klog/v2"
	defaults "k8s.io/kubernetes/pkg/apis/autoscaling/v2"
	metricsclient "k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"
)

type world struct {
	HPA        autoscalingv2.HorizontalPodAutoscaler `json:"hpa"`
	Parameters parameters                            `json:"parameters"`
	Passes     []pass                                `json:"passes"`
}

type parameters struct {
	Tolerance                float64 `json:"tolerance"`
	DownscaleStabilization   float64 `json:"downscaleStabilizationSeconds"`
	CPUInitializationPeriod  float64 `json:"cpuInitializationPeriodSeconds"`
	InitialReadinessDelay    float64 `json:"initialReadinessDelaySeconds"`
	HPAScaleToZero           bool    `json:"hpaScaleToZero"`
	HPAConfigurableTolerance bool    `json:"hpaConfigurableTolerance"`
	PodLevelResources        bool    `json:"podLevelResources"`
}

type pass struct {
	At                  float64   `json:"at"`
	SpecReplicas        int32     `json:"specReplicas"`
	StatusReplicas      int32     `json:"statusReplicas"`
	Pods                *[]pod    `json:"pods"`
	Metrics             []reading `json:"metrics"`
	ControllerRestarted bool      `json:"controllerRestarted"`
	GetScaleError       bool      `json:"getScaleError"`
	UpdateScaleError    bool      `json:"updateScaleError"`
}

type pod struct {
	Name                string           `json:"name"`
	Phase               string           `json:"phase"`
	Ready               string           `json:"ready"`
	StartTime           *float64         `json:"startTime"`
	ReadyTransitionTime *float64         `json:"readyTransitionTime"`
	Deleting            bool             `json:"deleting"`
	RequestsMilli       map[string]int64 `json:"requestsMilli"`
	Requests            *podRequests     `json:"requests"`
}

type milliByResource map[corev1.ResourceName]int64

type podRequests struct {
	Containers []struct {
		Name          string          `json:"name"`
		Kind          string          `json:"kind"`
		RequestsMilli milliByResource `json:"requestsMilli"`
	} `json:"containers"`
	PodLevelMilli milliByResource `json:"podLevelMilli"`
}

type sample struct {
	pod       string
	milli     int64
	timestamp float64
	window    float64
}

func (s *sample) UnmarshalJSON(text []byte) error {
	row := [4]any{&s.pod, &s.milli, &s.timestamp, &s.window}
	return json.Unmarshal(text, &row)
}

type reading struct {
	Pods         []sample `json:"pods"`
	ValueMilli   *int64   `json:"valueMilli"`
	SamplesMilli []int64  `json:"samplesMilli"`
	Error        bool     `json:"error"`
}

type decision struct {
	DesiredReplicas int32          `json:"desiredReplicas"`
	ScaleUpdated    bool           `json:"scaleUpdated"`
	Error           string         `json:"error,omitempty"`
	Conditions      []condition    `json:"conditions"`
	CurrentMetrics  []metricStatus `json:"currentMetrics"`
	RescaleReason   string         `json:"rescaleReason,omitempty"`
}

type condition struct {
	Type   string `json:"type"`
	Status string `json:"status"`
	Reason string `json:"reason"`
}

type metricStatus struct {
	AverageUtilization *int32 `json:"averageUtilization,omitempty"`
	AverageValueMilli  *int64 `json:"averageValueMilli,omitempty"`
	ValueMilli         *int64 `json:"valueMilli,omitempty"`
}

const key = "default/hpa"

var (
	origin = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	clock  = origin
)

func clockNow() time.Time { return clock }

// instant rounds to whole milliseconds, since a second's binary fraction misses the boundaries that a world meets exactly.
func instant(seconds float64) time.Time { return origin.Add(duration(seconds)) }

func duration(seconds float64) time.Duration {
	return time.Duration(math.Round(seconds*1000)) * time.Millisecond
}

// cluster is what the controller sees of a cluster in one pass.
type cluster struct {
	scaleclient.ScaleInterface
	hpa     *autoscalingv2.HorizontalPodAutoscaler
	pass    *pass
	updated bool
}

func (c *cluster) Scales(string) scaleclient.ScaleInterface { return c }

func (c *cluster) Get(context.Context, schema.GroupResource, string, metav1.GetOptions) (*autoscalingv1.Scale, error) {
	if c.pass.GetScaleError {
		return nil, errors.New("no scale")
	}
	return &autoscalingv1.Scale{
		ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: "default"},
		Spec:       autoscalingv1.ScaleSpec{Replicas: c.pass.SpecReplicas},
		Status:     autoscalingv1.ScaleStatus{Replicas: c.pass.StatusReplicas, Selector: "app=w"},
	}, nil
}

func (c *cluster) Update(_ context.Context, _ schema.GroupResource, scale *autoscalingv1.Scale, _ metav1.UpdateOptions) (*autoscalingv1.Scale, error) {
	if c.pass.UpdateScaleError {
		return nil, errors.New("no update")
	}
	c.updated = true
	return scale, nil
}

// autoscalers is the client of the HPA's status: of its interface the controller calls this alone.
type autoscalers struct {
	autoscalingclient.HorizontalPodAutoscalerInterface
}

func (a autoscalers) HorizontalPodAutoscalers(string) autoscalingclient.HorizontalPodAutoscalerInterface {
	return a
}

func (autoscalers) UpdateStatus(_ context.Context, hpa *autoscalingv2.HorizontalPodAutoscaler, _ metav1.UpdateOptions) (*autoscalingv2.HorizontalPodAutoscaler, error) {
	seen.hpa = hpa.DeepCopy()
	return hpa, nil
}

// The metrics APIs, as the controller's client gives them: what has no sample is an error.

var errNoMetrics = errors.New("no metrics")

func (c *cluster) reading(matches func(autoscalingv2.MetricSpec) bool) (reading, error) {
	for i, metric := range c.hpa.Spec.Metrics {
		if matches(metric) {
			if i >= len(c.pass.Metrics) || c.pass.Metrics[i].Error {
				return reading{}, errNoMetrics
			}
			return c.pass.Metrics[i], nil
		}
	}
	return reading{}, errNoMetrics
}

func podMetrics(found reading, err error) (metricsclient.PodMetricsInfo, time.Time, error) {
	if err != nil || len(found.Pods) == 0 {
		return nil, time.Time{}, errNoMetrics
	}
	info := metricsclient.PodMetricsInfo{}
	for _, row := range found.Pods {
		info[row.pod] = metricsclient.PodMetric{Timestamp: instant(row.timestamp), Window: duration(row.window), Value: row.milli}
	}
	return info, instant(found.Pods[0].timestamp), nil
}

func (c *cluster) GetResourceMetric(_ context.Context, name corev1.ResourceName, _ string, _ labels.Selector, container string) (metricsclient.PodMetricsInfo, time.Time, error) {
	return podMetrics(c.reading(func(metric autoscalingv2.MetricSpec) bool {
		if container == "" {
			return metric.Resource != nil && metric.Resource.Name == name
		}
		return metric.ContainerResource != nil && metric.ContainerResource.Name == name && metric.ContainerResource.Container == container
	}))
}

func (c *cluster) GetRawMetric(name string, _ string, _ labels.Selector, _ labels.Selector) (metricsclient.PodMetricsInfo, time.Time, error) {
	return podMetrics(c.reading(func(metric autoscalingv2.MetricSpec) bool {
		return metric.Pods != nil && metric.Pods.Metric.Name == name
	}))
}

func (c *cluster) GetObjectMetric(name string, _ string, _ *autoscalingv2.CrossVersionObjectReference, _ labels.Selector) (int64, time.Time, error) {
	found, err := c.reading(func(metric autoscalingv2.MetricSpec) bool {
		return metric.Object != nil && metric.Object.Metric.Name == name
	})
	if err != nil || found.ValueMilli == nil {
		return 0, time.Time{}, errNoMetrics
	}
	return *found.ValueMilli, clock, nil
}

func (c *cluster) GetExternalMetric(name string, _ string, _ labels.Selector) ([]int64, time.Time, error) {
	found, err := c.reading(func(metric autoscalingv2.MetricSpec) bool {
		return metric.External != nil && metric.External.Metric.Name == name
	})
	if err != nil || len(found.SamplesMilli) == 0 {
		return nil, time.Time{}, errNoMetrics
	}
	return found.SamplesMilli, clock, nil
}

func (p pod) object() *corev1.Pod {
	object := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: p.Name, Namespace: "default", Labels: map[string]string{"app": "w"}},
		Status:     corev1.PodStatus{Phase: corev1.PodRunning},
	}
	if p.Phase != "" {
		object.Status.Phase = corev1.PodPhase(p.Phase)
	}
	if p.StartTime != nil {
		object.Status.StartTime = &metav1.Time{Time: instant(*p.StartTime)}
	} else if object.Status.Phase != corev1.PodPending {
		object.Status.StartTime = &metav1.Time{}
	}
	if p.Ready != "None" {
		ready := corev1.PodCondition{Type: corev1.PodReady, Status: corev1.ConditionTrue}
		if p.Ready != "" {
			ready.Status = corev1.ConditionStatus(p.Ready)
		}
		if p.ReadyTransitionTime != nil {
			ready.LastTransitionTime = metav1.Time{Time: instant(*p.ReadyTransitionTime)}
		}
		object.Status.Conditions = []corev1.PodCondition{ready}
	}
	if p.Deleting {
		object.DeletionTimestamp = &metav1.Time{Time: origin}
	}
	if p.Requests != nil {
		p.Requests.writeTo(&object.Spec)
		return object
	}
	requests := p.RequestsMilli
	if requests == nil {
		requests = map[string]int64{"main": 1000}
	}
	for name, milli := range requests {
		container := corev1.Container{Name: name}
		if milli >= 0 {
			container.Resources.Requests = milliByResource{corev1.ResourceCPU: milli, corev1.ResourceMemory: milli}.quantities()
		}
		object.Spec.Containers = append(object.Spec.Containers, container)
	}
	return object
}

func (r *podRequests) writeTo(spec *corev1.PodSpec) {
	always := corev1.ContainerRestartPolicyAlways
	for _, given := range r.Containers {
		container := corev1.Container{Name: given.Name, Resources: corev1.ResourceRequirements{Requests: given.RequestsMilli.quantities()}}
		switch given.Kind {
		case "sidecar":
			container.RestartPolicy = &always
			spec.InitContainers = append(spec.InitContainers, container)
		case "init":
			spec.InitContainers = append(spec.InitContainers, container)
		default:
			spec.Containers = append(spec.Containers, container)
		}
	}
	// Kubernetes before 1.32 has no such field, so that it is found by its name.
	if field := reflect.ValueOf(spec).Elem().FieldByName("Resources"); field.IsValid() && r.PodLevelMilli != nil {
		field.Set(reflect.ValueOf(&corev1.ResourceRequirements{Requests: r.PodLevelMilli.quantities()}))
	}
}

func (m milliByResource) quantities() corev1.ResourceList {
	list := corev1.ResourceList{}
	for name, milli := range m {
		list[name] = *resource.NewMilliQuantity(milli, resource.DecimalSI)
	}
	return list
}

func statusOf(value autoscalingv2.MetricValueStatus) metricStatus {
	milli := func(quantity *resource.Quantity) *int64 {
		if quantity == nil {
			return nil
		}
		value := quantity.MilliValue()
		return &value
	}
	return metricStatus{AverageUtilization: value.AverageUtilization, AverageValueMilli: milli(value.AverageValue), ValueMilli: milli(value.Value)}
}

func statusesOf(metrics []autoscalingv2.MetricStatus) []metricStatus {
	var statuses []metricStatus
	for _, metric := range metrics {
		var value autoscalingv2.MetricValueStatus
		switch {
		case metric.Resource != nil:
			value = metric.Resource.Current
		case metric.ContainerResource != nil:
			value = metric.ContainerResource.Current
		case metric.Pods != nil:
			value = metric.Pods.Current
		case metric.Object != nil:
			value = metric.Object.Current
		case metric.External != nil:
			value = metric.External.Current
		}
		statuses = append(statuses, statusOf(value))
	}
	return statuses
}

type player struct {
	controller *HorizontalController
	events     *record.FakeRecorder
}

// call gives a function those arguments, in this order, that its version of the function takes.
func call[Result any](function any, arguments ...any) Result {
	signature := reflect.TypeOf(function)
	var taken []reflect.Value
	for _, argument := range arguments {
		if len(taken) < signature.NumIn() && reflect.TypeOf(argument).AssignableTo(signature.In(len(taken))) {
			taken = append(taken, reflect.ValueOf(argument))
		}
	}
	return reflect.ValueOf(function).Call(taken)[0].Interface().(Result)
}

// What all controllers have in common.
var (
	seen   = &cluster{}
	client = fake.NewSimpleClientset()
	shared = informers.NewSharedInformerFactory(client, 0)
	pods   = shared.Core().V1().Pods().Informer().GetIndexer()
	mapper = apimeta.NewDefaultRESTMapper([]schema.GroupVersion{{Group: "apps", Version: "v1"}})
)

// A controller starts goroutines that nothing ends: worlds of like flags share one.
var players = map[parameters]*player{}

func playerFor(flags parameters) *player {
	if players[flags] == nil {
		controller := call[*HorizontalController](NewHorizontalController,
			context.Background(), client.CoreV1(), seen, autoscalers{}, mapper, seen,
			shared.Autoscaling().V2().HorizontalPodAutoscalers(), shared.Core().V1().Pods(), 15*time.Second, duration(flags.DownscaleStabilization),
			flags.Tolerance, duration(flags.CPUInitializationPeriod), duration(flags.InitialReadinessDelay), true)
		events := record.NewFakeRecorder(1000)
		controller.eventRecorder = events
		players[flags] = &player{controller, events}
	}
	return players[flags]
}

func (p *player) restart() {
	p.controller.recommendations = map[string][]timestampedRecommendation{}
	p.controller.scaleUpEvents = map[string][]timestampedScaleEvent{}
	p.controller.scaleDownEvents = map[string][]timestampedScaleEvent{}
}

// setGates switches what the flags say, where this version has the gate and has it otherwise. A gate takes those along that depend on it and bear its name.
func (flags parameters) setGates() {
	gates := utilfeature.DefaultMutableFeatureGate
	known := gates.GetAll()
	for wanted, on := range map[featuregate.Feature]bool{
		"HPAScaleToZero": flags.HPAScaleToZero, "HPAConfigurableTolerance": flags.HPAConfigurableTolerance, "PodLevelResources": flags.PodLevelResources,
	} {
		if _, ok := known[wanted]; !ok || gates.Enabled(wanted) == on {
			continue
		}
		settings := map[string]bool{}
		for name, spec := range known {
			if strings.Contains(string(name), string(wanted)) {
				settings[string(name)] = on && spec.Default
			}
		}
		settings[string(wanted)] = on
		if err := gates.SetFromMap(settings); err != nil {
			fail(err)
		}
	}
}

func (p *player) begin(played *world) {
	played.Parameters.setGates()
	p.restart()
	played.HPA.Name, played.HPA.Namespace = "hpa", "default"
	defaults.SetObjectDefaults_HorizontalPodAutoscaler(&played.HPA)
	seen.hpa = &played.HPA
	p.controller.enqueueHPA(&played.HPA)
}

func (p *player) play(next *pass) decision {
	clock = instant(next.At)
	seen.pass, seen.updated = next, false
	if next.ControllerRestarted {
		p.restart()
	}
	if next.Pods != nil {
		objects := []interface{}{}
		for _, pod := range *next.Pods {
			objects = append(objects, pod.object())
		}
		if err := pods.Replace(objects, ""); err != nil {
			fail(err)
		}
	}
	err := p.controller.reconcileAutoscaler(context.Background(), seen.hpa, key)
	status := seen.hpa.Status
	decided := decision{DesiredReplicas: status.DesiredReplicas, ScaleUpdated: seen.updated, CurrentMetrics: statusesOf(status.CurrentMetrics)}
	if err != nil {
		decided.Error = err.Error()
	}
	for _, found := range status.Conditions {
		decided.Conditions = append(decided.Conditions, condition{string(found.Type), string(found.Status), found.Reason})
	}
	for len(p.events.Events) > 0 {
		if event := <-p.events.Events; strings.HasPrefix(event, "Normal SuccessfulRescale") {
			decided.RescaleReason = event[strings.Index(event, "reason: ")+len("reason: "):]
		}
	}
	return decided
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func main() {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	runtime.ErrorHandlers = nil
	mapper.Add(schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"}, apimeta.RESTScopeNamespace)
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := bufio.NewWriter(os.Stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 1 {
			var played world
			if err := json.Unmarshal(line, &played); err != nil {
				fail(err)
			}
			player := playerFor(played.Parameters)
			player.begin(&played)
			decisions := []decision{}
			for i := range played.Passes {
				decisions = append(decisions, player.play(&played.Passes[i]))
			}
			text, err := json.Marshal(decisions)
			if err != nil {
				fail(err)
			}
			output.Write(append(text, '\n'))
			output.Flush()
		}
		if err != nil {
			return
		}
	}
}
