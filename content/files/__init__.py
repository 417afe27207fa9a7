"""What a shared file is, whether it is safe to take, and what stands in it.

Plain Python: a path goes in, a dataclass comes out. No Django and no models, so that
`python -m content.files.child` starts fast and can be locked down before it opens anything.
"""
