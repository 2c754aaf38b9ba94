// Reads the folder of a version of KEDA's Go module, and prints as JSON the settings of each of its scalers: the fields of the structs that the scalers give to
// TypedConfig, with the tags by which it reads them. It parses the sources alone, so that nothing has to be built.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

type setting struct {
	Field        string    `json:"field"`
	Names        []string  `json:"names,omitempty"`
	From         string    `json:"from,omitempty"`
	Type         string    `json:"type,omitempty"`
	Optional     bool      `json:"optional,omitempty"`
	Default      string    `json:"default,omitempty"`
	Enum         []string  `json:"enum,omitempty"`
	ExclusiveSet []string  `json:"exclusiveSet,omitempty"`
	Range        string    `json:"range,omitempty"`
	Separator    string    `json:"separator,omitempty"`
	Deprecated   string    `json:"deprecated,omitempty"`
	// Nullable is a pointer, which takes null for nothing.
	Nullable bool `json:"nullable,omitempty"`
	// Group names the struct that a setting without a name stands for.
	Group  string    `json:"group,omitempty"`
	Nested []setting `json:"nested,omitempty"`
}

type scaler struct {
	Type string `json:"type"`
	// Typed says whether its settings are read by TypedConfig; those before read them by code of their own.
	Typed    bool      `json:"typed"`
	Settings []setting `json:"settings"`
}

type source struct {
	file *ast.File
	text string
}

var (
	root    string
	types   = map[string]ast.Expr{}
	sources []source
)

func main() {
	root = os.Args[1]
	load("scalers", "")
	for _, name := range []string{"authentication", "aws", "azure", "gcp"} {
		load("scalers/"+name, name+".")
	}
	found := []scaler{}
	for kind, constructor := range constructors() {
		structure := structOf(constructor)
		one := scaler{Type: kind, Typed: structure != "", Settings: []setting{}}
		if structure != "" {
			one.Settings = settingsOf(structure, "")
		}
		found = append(found, one)
	}
	text, err := json.Marshal(found)
	check(err)
	fmt.Println(string(text))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func load(folder, prefix string) {
	files, err := filepath.Glob(filepath.Join(root, "pkg", folder, "*.go"))
	check(err)
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		check(err)
		file, err := parser.ParseFile(token.NewFileSet(), path, text, 0)
		check(err)
		if prefix == "" {
			sources = append(sources, source{file, string(text)})
		}
		for _, declaration := range file.Decls {
			if general, ok := declaration.(*ast.GenDecl); ok {
				for _, spec := range general.Specs {
					if named, ok := spec.(*ast.TypeSpec); ok {
						types[prefix+named.Name.Name] = named.Type
					}
				}
			}
		}
	}
}

var triggerCase = regexp.MustCompile(`case "([a-z0-9-]+)":\s*(?://[^\n]*\s*)*return scalers\.(New\w+)\(`)

func constructors() map[string]string {
	text, err := os.ReadFile(filepath.Join(root, "pkg/scaling/scalers_builder.go"))
	check(err)
	found := map[string]string{}
	for _, match := range triggerCase.FindAllStringSubmatch(string(text), -1) {
		found[match[1]] = match[2]
	}
	return found
}

var (
	typedCall = regexp.MustCompile(`\.TypedConfig\((&?)(\w+)\)`)
)

// structOf finds the struct that the file of a constructor gives to TypedConfig; nothing where it gives none.
func structOf(constructor string) string {
	for _, each := range sources {
		if !strings.Contains(each.text, "func "+constructor+"(") {
			continue
		}
		call := typedCall.FindStringSubmatchIndex(each.text)
		if call == nil {
			return ""
		}
		variable := each.text[call[4]:call[5]]
		declared := regexp.MustCompile(`\b` + variable + `\s*(?::=|=)\s*&?(\w+)\{`).FindAllStringSubmatch(each.text[:call[0]], -1)
		if declared == nil {
			check(fmt.Errorf("%s: the type of %s is not to be found", constructor, variable))
		}
		return declared[len(declared)-1][1]
	}
	return ""
}

var letters = map[string]string{"triggerMetadata": "T", "resolvedEnv": "E", "authParams": "A"}

func settingsOf(structure, prefix string) []setting {
	expression, ok := types[structure].(*ast.StructType)
	if !ok {
		check(fmt.Errorf("%s is no struct", structure))
	}
	found := []setting{}
	for _, field := range expression.Fields.List {
		if field.Tag == nil {
			continue
		}
		quoted, err := strconv.Unquote(field.Tag.Value)
		check(err)
		tag, ok := reflect.StructTag(quoted).Lookup("keda")
		if !ok {
			continue
		}
		names := []string{}
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
		if len(names) == 0 {
			names = append(names, last(text(field.Type)))
		}
		for _, name := range names {
			one := parse(tag)
			one.Field = name
			base := strings.TrimPrefix(text(field.Type), "*")
			if len(one.Names) == 0 {
				one.Group = resolve(base, prefix)
				one.Nested = settingsOf(one.Group, packageOf(one.Group))
			} else {
				one.Type = kindOf(base, prefix)
				one.Nullable = base != text(field.Type)
			}
			found = append(found, one)
		}
	}
	return found
}

func last(name string) string { return name[strings.LastIndexAny(name, ".*")+1:] }

func packageOf(name string) string {
	if i := strings.Index(name, "."); i >= 0 {
		return name[:i+1]
	}
	return ""
}

// resolve names a type as the table of types does.
func resolve(name, prefix string) string {
	if _, ok := types[prefix+name]; ok {
		return prefix + name
	}
	return strings.Replace(name, "awsutils.", "aws.", 1)
}

func kindOf(name, prefix string) string {
	switch name {
	case "string", "int", "int32", "int64", "uint32", "float64", "bool":
		return name
	case "time.Duration":
		return "duration"
	case "url.Values":
		return "query"
	}
	if element, ok := strings.CutPrefix(name, "[]"); ok {
		return "[]" + kindOf(element, prefix)
	}
	if element, ok := strings.CutPrefix(name, "map[string]"); ok {
		return "map:" + kindOf(element, prefix)
	}
	if underlying, ok := types[resolve(name, prefix)]; ok {
		return kindOf(text(underlying), prefix)
	}
	// Types of other modules are names for texts.
	return "string"
}

func text(expression ast.Expr) string {
	switch typed := expression.(type) {
	case *ast.Ident:
		return typed.Name
	case *ast.SelectorExpr:
		return text(typed.X) + "." + typed.Sel.Name
	case *ast.StarExpr:
		return "*" + text(typed.X)
	case *ast.ArrayType:
		return "[]" + text(typed.Elt)
	case *ast.MapType:
		return "map[" + text(typed.Key) + "]" + text(typed.Value)
	}
	return fmt.Sprintf("%T", expression)
}

// parse reads a tag as TypedConfig does.
func parse(tag string) setting {
	one := setting{}
	for _, part := range strings.Split(tag, ",") {
		pair := strings.Split(part, "=")
		key, value := strings.TrimSpace(pair[0]), ""
		if len(pair) > 1 {
			value = strings.TrimSpace(pair[1])
		}
		switch key {
		case "optional":
			one.Optional = len(pair) == 1 || value == "true"
		case "order":
			for _, from := range strings.Split(value, ";") {
				one.From += letters[strings.TrimSpace(from)]
			}
		case "name":
			one.Names = strings.Split(value, ";")
		case "default":
			one.Default = value
		case "enum":
			one.Enum = strings.Split(value, ";")
		case "exclusiveSet":
			one.ExclusiveSet = strings.Split(value, ";")
		case "range", "rangeSeparator":
			one.Range = "-"
			if value != "" {
				one.Range = value
			}
		case "separator":
			one.Separator = value
		case "deprecated":
			one.Deprecated = value
			if value == "" {
				one.Deprecated = "deprecated"
			}
		}
	}
	return one
}
