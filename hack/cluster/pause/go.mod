module webmend.test/hack/pause

go 1.26.0
