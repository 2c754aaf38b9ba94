// Built beside KEDA's own packages by scripts/programs/keda-judge.sh: judges groups of objects, one group a line, and answers each with KEDA's verdict on the last
// object of the group. The others are what the cluster holds already. KEDA's verdict is that of the CRD's schema, of the admission webhook, and of the scalers, which
// are built as the operator builds them. A scaler that was built but reaches no server is no refusal.
package main

import (
	"bufio"
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
	_ "unsafe"

	"github.com/go-logr/logr"
	kedav1alpha1 "github.com/kedacore/keda/v2/apis/keda/v1alpha1"
	"github.com/kedacore/keda/v2/pkg/scalers"
	"github.com/kedacore/keda/v2/pkg/scalers/authentication"
	"github.com/kedacore/keda/v2/pkg/scalers/scalersconfig"
	_ "github.com/kedacore/keda/v2/pkg/scaling"
	"github.com/kedacore/keda/v2/pkg/scaling/resolver"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	corev1listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/yaml"
)

//go:embed crds/*.yaml
var crdFiles embed.FS

//go:linkname buildScaler github.com/kedacore/keda/v2/pkg/scaling.buildScaler
func buildScaler(ctx context.Context, client client.Client, triggerType string, config *scalersconfig.ScalerConfig) (scalers.Scaler, error)

//go:linkname webhookClient github.com/kedacore/keda/v2/apis/keda/v1alpha1.kc
var webhookClient client.Client

//go:linkname webhookMapper github.com/kedacore/keda/v2/apis/keda/v1alpha1.restMapper
var webhookMapper meta.RESTMapper

type verdict struct {
	Accepted bool     `json:"accepted"`
	Stage    string   `json:"stage,omitempty"`
	Errors   []string `json:"errors"`
	Targets  []target `json:"targets,omitempty"`
}

// target is that of a metric of the HorizontalPodAutoscaler that the operator would make.
type target struct {
	Trigger int    `json:"trigger"`
	Type    string `json:"type"`
	Value   string `json:"value"`
}

func refused(stage string, errs ...string) verdict { return verdict{Stage: stage, Errors: errs} }

type crd struct {
	structural *structuralschema.Structural
	validator  validation.SchemaValidator
	rules      *cel.Validator
}

var (
	scheme  = runtime.NewScheme()
	crds    = map[string]crd{}
	mapper  = meta.NewDefaultRESTMapper(nil)
	webhook sync.Mutex
)

// The operator asks servers that nobody runs here: what fails in asking is no refusal. The addresses of the cases are 127.0.0.1:1.
var refusedConnection = regexp.MustCompile(`connection refused|dial tcp|error when dialing|deadline exceeded|request canceled`)
var unreachable = regexp.MustCompile(`connection refused|dial tcp|no such host|i/o timeout|deadline exceeded|connect: |run out of available brokers|server selection error|context canceled|` +
	`unable to create session|no connections|unable to open tcp connection|failed to connect to|metadata: GCE metadata|could not find default credentials|unsupported protocol scheme|` +
	`operation error|failed to get shared config profile|network is unreachable|EOF`)

func main() {
	log.SetLogger(logr.Discard())
	// Drivers write there that nobody answers.
	if null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		_ = syscall.Dup3(int(null.Fd()), 2, 0)
	}
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, kedav1alpha1.AddToScheme} {
		utilruntime.Must(add(scheme))
	}
	mapper.Add(schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"}, meta.RESTScopeNamespace)
	mapper.Add(schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "StatefulSet"}, meta.RESTScopeNamespace)
	mapper.Add(schema.GroupVersionKind{Group: "argoproj.io", Version: "v1alpha1", Kind: "Rollout"}, meta.RESTScopeNamespace)
	webhookMapper = mapper
	loadCRDs()
	answer(judge)
}

// answer gives the lines of the input to a function, many at once, and prints its answers in their order.
func answer(judge func([]byte) verdict) {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	queue := make(chan chan verdict, 512)
	done := make(chan struct{})
	go func() {
		for next := range queue {
			text, _ := json.Marshal(<-next)
			fmt.Println(string(text))
		}
		close(done)
	}()
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 1 {
			result := make(chan verdict, 1)
			queue <- result
			go func() { result <- judge(line) }()
		}
		if err != nil {
			close(queue)
			<-done
			return
		}
	}
}

func loadCRDs() {
	entries, err := crdFiles.ReadDir("crds")
	utilruntime.Must(err)
	for _, entry := range entries {
		text, err := crdFiles.ReadFile("crds/" + entry.Name())
		utilruntime.Must(err)
		var definition apiextensionsv1.CustomResourceDefinition
		utilruntime.Must(yaml.Unmarshal(text, &definition))
		var internal apiextensions.JSONSchemaProps
		utilruntime.Must(apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(definition.Spec.Versions[0].Schema.OpenAPIV3Schema, &internal, nil))
		structural, err := structuralschema.NewStructural(&internal)
		utilruntime.Must(err)
		validator, _, err := validation.NewSchemaValidator(&internal)
		utilruntime.Must(err)
		crds[definition.Spec.Names.Kind] = crd{structural, validator, cel.NewValidator(structural, true, celconfig.PerCallLimit)}
	}
}

func judge(line []byte) (result verdict) {
	// What panics in the operator ends the reconciliation: the object is never ready.
	defer func() {
		if found := recover(); found != nil {
			result = refused("panic", fmt.Sprint(found))
		}
	}()
	var asked struct {
		Objects []map[string]any `json:"objects"`
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	if err := decoder.Decode(&asked); err != nil {
		return refused("input", err.Error())
	}
	subject := asked.Objects[len(asked.Objects)-1]
	kind, _ := subject["kind"].(string)
	if found := schemaErrors(kind, subject); len(found) > 0 {
		return refused("crd", found...)
	}
	existing := []client.Object{}
	for _, object := range asked.Objects[:len(asked.Objects)-1] {
		typed, err := typedOf(object)
		if err != nil {
			return refused("input", err.Error())
		}
		existing = append(existing, typed)
	}
	typed, err := typedOf(subject)
	if err != nil {
		return refused("crd", err.Error())
	}
	cluster := clusterOf(existing)
	if err := admit(cluster, typed); err != nil {
		return refused("webhook", err.Error())
	}
	targets, err := reconcile(cluster, typed)
	if err != nil {
		return refused("scaler", err.Error())
	}
	return verdict{Accepted: true, Errors: []string{}, Targets: targets}
}

func schemaErrors(kind string, object map[string]any) []string {
	definition, ok := crds[kind]
	if !ok {
		return []string{"no such kind: " + kind}
	}
	// numbers as the API server reads them
	integers(object)
	pruning.Prune(object, definition.structural, true)
	defaulting.PruneNonNullableNullsWithoutDefaults(object, definition.structural)
	defaulting.Default(object, definition.structural)
	found := validation.ValidateCustomResource(field.NewPath(""), object, definition.validator)
	if len(found) == 0 && definition.rules != nil {
		more, _ := definition.rules.Validate(context.Background(), nil, definition.structural, object, nil, celconfig.RuntimeCELCostBudget)
		found = append(found, more...)
	}
	texts := []string{}
	for _, one := range found {
		texts = append(texts, one.Error())
	}
	return texts
}

func integers(value any) any {
	switch typed := value.(type) {
	case map[string]any:
		for key, item := range typed {
			typed[key] = integers(item)
		}
	case []any:
		for i, item := range typed {
			typed[i] = integers(item)
		}
	case float64:
		if typed == float64(int64(typed)) {
			return int64(typed)
		}
	}
	return value
}

func typedOf(object map[string]any) (client.Object, error) {
	version, _ := object["apiVersion"].(string)
	kind, _ := object["kind"].(string)
	typed, err := scheme.New(schema.FromAPIVersionAndKind(version, kind))
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, typed); err != nil {
		return nil, err
	}
	return typed.(client.Object), nil
}

func clusterOf(existing []client.Object) client.Client {
	targetName := func(object client.Object) []string {
		switch typed := object.(type) {
		case *kedav1alpha1.ScaledObject:
			return []string{typed.Spec.ScaleTargetRef.Name}
		case *autoscalingv2.HorizontalPodAutoscaler:
			return []string{typed.Spec.ScaleTargetRef.Name}
		}
		return nil
	}
	hpaName := func(object client.Object) []string {
		scaled := object.(*kedav1alpha1.ScaledObject)
		if advanced := scaled.Spec.Advanced; advanced != nil && advanced.HorizontalPodAutoscalerConfig != nil && advanced.HorizontalPodAutoscalerConfig.Name != "" {
			return []string{advanced.HorizontalPodAutoscalerConfig.Name}
		}
		return []string{"keda-hpa-" + scaled.Name}
	}
	for _, object := range existing {
		// the API server moves these to data
		if secret, ok := object.(*corev1.Secret); ok {
			for key, value := range secret.StringData {
				if secret.Data == nil {
					secret.Data = map[string][]byte{}
				}
				secret.Data[key] = []byte(value)
			}
		}
	}
	return fake.NewClientBuilder().WithScheme(scheme).WithRESTMapper(mapper).WithObjects(existing...).
		WithIndex(&kedav1alpha1.ScaledObject{}, "spec.scaleTargetRef.name", targetName).
		WithIndex(&kedav1alpha1.ScaledObject{}, "spec.hpaName", hpaName).
		WithIndex(&autoscalingv2.HorizontalPodAutoscaler{}, "spec.scaleTargetRef.name", targetName).Build()
}

// call gives a function those arguments, in this order, that its version of the function takes.
func call(function any, arguments ...any) []reflect.Value {
	signature := reflect.TypeOf(function)
	taken := []reflect.Value{}
	for _, argument := range arguments {
		if len(taken) < signature.NumIn() && reflect.TypeOf(argument).AssignableTo(signature.In(len(taken))) {
			taken = append(taken, reflect.ValueOf(argument))
		}
	}
	return reflect.ValueOf(function).Call(taken)
}

func errorOf(values []reflect.Value) error {
	err, _ := values[len(values)-1].Interface().(error)
	return err
}

func admit(cluster client.Client, object client.Object) error {
	webhook.Lock()
	defer webhook.Unlock()
	webhookClient = cluster
	dryRun := false
	switch typed := object.(type) {
	case *kedav1alpha1.ScaledObject:
		return errorOf(call(typed.ValidateCreate, &dryRun))
	case *kedav1alpha1.ScaledJob:
		return errorOf(call(typed.ValidateCreate, &dryRun))
	case *kedav1alpha1.TriggerAuthentication:
		return errorOf(call(typed.ValidateCreate, &dryRun))
	case *kedav1alpha1.ClusterTriggerAuthentication:
		return errorOf(call(typed.ValidateCreate, &dryRun))
	}
	return errors.New("no such kind")
}

// reconcile makes the checks of the operator that come before its loop runs.
func reconcile(cluster client.Client, object client.Object) ([]target, error) {
	switch typed := object.(type) {
	case *kedav1alpha1.ScaledObject:
		pods, err := podsOf(cluster, typed)
		if err != nil {
			return nil, err
		}
		return build(cluster, typed, "ScaledObject", typed.Spec.Triggers, pods, typed.Spec.ScaleTargetRef.EnvSourceContainerName, typed.IsUsingModifiers())
	case *kedav1alpha1.ScaledJob:
		pods := &typed.Spec.JobTargetRef.Template
		if _, err := build(cluster, typed, "ScaledJob", typed.Spec.Triggers, pods, typed.Spec.EnvSourceContainerName, false); err != nil {
			return nil, err
		}
		for _, trigger := range typed.Spec.Triggers {
			if trigger.MetricType != "" {
				return nil, errors.New("metricType is set in one of the ScaledJob scaler")
			}
		}
	}
	return nil, nil
}

func podsOf(cluster client.Client, scaled *kedav1alpha1.ScaledObject) (*corev1.PodTemplateSpec, error) {
	key := client.ObjectKey{Namespace: scaled.Namespace, Name: scaled.Spec.ScaleTargetRef.Name}
	switch scaled.Spec.ScaleTargetRef.Kind {
	case "", "Deployment":
		deployment := &appsv1.Deployment{}
		err := cluster.Get(context.Background(), key, deployment)
		return &deployment.Spec.Template, err
	case "StatefulSet":
		set := &appsv1.StatefulSet{}
		err := cluster.Get(context.Background(), key, set)
		return &set.Spec.Template, err
	}
	return nil, nil
}

func build(cluster client.Client, object client.Object, kind string, triggers []kedav1alpha1.ScaleTriggers, pods *corev1.PodTemplateSpec, container string, asSource bool) ([]target, error) {
	targets := []target{}
	ctx, cancel := context.WithTimeout(context.Background(), 150*time.Millisecond)
	defer cancel()
	// Versions take the one or the other.
	lister := corev1listers.NewSecretLister(cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{}))
	clients := &authentication.AuthClientSet{SecretLister: lister}
	for index, trigger := range triggers {
		env := map[string]string{}
		if pods != nil {
			found := call(resolver.ResolveContainerEnv, ctx, cluster, logr.Discard(), &pods.Spec, container, object.GetNamespace(), lister)
			if err := errorOf(found); err != nil {
				return nil, fmt.Errorf("error resolving secrets for ScaleTarget: %w", err)
			}
			env = found[0].Interface().(map[string]string)
		}
		metadata := map[string]string{}
		for key, value := range trigger.Metadata {
			metadata[key] = value
		}
		auth := call(resolver.ResolveAuthRefAndPodIdentity, ctx, cluster, logr.Discard(), trigger.AuthenticationRef, pods, object.GetNamespace(), lister, clients)
		if err := errorOf(auth); err != nil {
			return nil, fmt.Errorf("triggers[%d]: %w", index, err)
		}
		config := &scalersconfig.ScalerConfig{
			ScalableObjectName: object.GetName(), ScalableObjectNamespace: object.GetNamespace(), ScalableObjectType: kind,
			TriggerName: trigger.Name, TriggerMetadata: metadata, TriggerType: trigger.Type, TriggerUseCachedMetrics: trigger.UseCachedMetrics,
			ResolvedEnv: env, AuthParams: auth[0].Interface().(map[string]string), PodIdentity: auth[1].Interface().(kedav1alpha1.AuthPodIdentity),
			GlobalHTTPTimeout: 150 * time.Millisecond, TriggerIndex: index, MetricType: trigger.MetricType, AsMetricSource: asSource, ScaledObject: object,
			TriggerUniqueKey: fmt.Sprintf("%s-%s-%s-%d", kind, object.GetNamespace(), object.GetName(), index),
		}
		if config.AuthParams == nil {
			config.AuthParams = map[string]string{}
		}
		scaler, err := buildScaler(ctx, cluster, trigger.Type, config)
		if err != nil {
			text := err.Error()
			if !refusedConnection.MatchString(text) && (!unreachable.MatchString(text) || strings.Contains(text, "rror parsing")) {
				return nil, fmt.Errorf("triggers[%d]: %w", index, err)
			}
			continue
		}
		if scaler != nil && !reflect.ValueOf(scaler).IsNil() {
			// An external scaler asks its server for the target.
			if kind == "ScaledObject" && !asSource && !strings.HasPrefix(trigger.Type, "external") {
				targets = append(targets, targetsOf(index, scaler.GetMetricSpecForScaling(ctx))...)
			}
			go scaler.Close(context.Background())
		}
	}
	return targets, nil
}

func targetsOf(index int, specs []autoscalingv2.MetricSpec) []target {
	found := []target{}
	for _, spec := range specs {
		var one autoscalingv2.MetricTarget
		switch {
		case spec.External != nil:
			one = spec.External.Target
		case spec.Resource != nil:
			one = spec.Resource.Target
		case spec.ContainerResource != nil:
			one = spec.ContainerResource.Target
		}
		value := ""
		switch {
		case one.Value != nil:
			value = one.Value.String()
		case one.AverageValue != nil:
			value = one.AverageValue.String()
		case one.AverageUtilization != nil:
			value = fmt.Sprint(*one.AverageUtilization)
		}
		found = append(found, target{index, string(one.Type), value})
	}
	return found
}
